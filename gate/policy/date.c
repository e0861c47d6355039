/* Knows the calendar: dates are written YYYY-MM-DD, in UTC, and counted in days since 1970-01-01. */
#include "policy/policy.h"

static bool number(slice digits, int *ret_value)
{
	int value = 0;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
		value = value * 10 + (digits.p[i] - '0');
	}
	*ret_value = value;
	return true;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1970-01-01 to the first of January of `year`. */
static int64_t days_before(int year)
{
	int64_t last = year - 1;
	return (last * 365 + last / 4 - last / 100 + last / 400) - 719162;
}

bool policy_date(slice text, int64_t *ret_days)
{
	int year, month, day;
	if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
		return false;
	if (!number(slice_cut(text, 0, 4), &year) || !number(slice_cut(text, 5, 7), &month) ||
		!number(slice_cut(text, 8, 10), &day))
		return false;
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
		return false;
	int64_t days = days_before(year) + day - 1;
	for (int m = 1; m < month; m++)
		days += days_of_month(year, m);
	*ret_days = days;
	return true;
}

bool policy_in_force(slice until, int64_t today)
{
	int64_t last;
	return until.n == 0 || (policy_date(until, &last) && today <= last);
}
