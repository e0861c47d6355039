# hfgate: build, test, measure. `make help` lists the targets.
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/sh
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
B ?= build
PREFIX ?= /usr/local
VERSION := 0.1.0

LIBRARIES := libgit2 yaml-0.1 libcjson libpcre2-8 libcrypto
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings \
	-Wundef -Wpointer-arith -Wformat=2 -Wno-format-nonliteral -fno-common
OPT ?= -O2 -g
HARDEN ?= -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
CPPFLAGS += -D_GNU_SOURCE -Iinclude -Igate -I$(B)/generated -DHFGATE_VERSION='"$(VERSION)"'
ALL_CFLAGS = -std=c11 $(WARN) -Werror $(OPT) $(HARDEN) $(SANITIZE) $(CFLAGS) -pthread \
	$(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
ALL_LDFLAGS = $(SANITIZE) $(LDFLAGS) -pie -Wl,-z,relro -pthread
LDLIBS = $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lm

GATE := $(sort $(shell find gate -name '*.c' ! -path 'gate/cli/main.c'))
RULES := $(sort $(wildcard rules/hfg*.c))
UNIT := $(sort $(wildcard tests/unit/test_*.c))
DATA := $(sort $(wildcard rules/sinks/*.yml rules/data/*.txt rules/*.md))
OBJ := $(GATE:%.c=$(B)/%.o) $(RULES:%.c=$(B)/%.o) $(B)/generated/rules.o $(B)/generated/data.o

.PHONY: all unit clean
all: $(B)/hfgate

$(B)/hfgate: $(B)/gate/cli/main.o $(B)/libhfgate.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/libhfgate.a: $(OBJ)
	@rm -f $@
	ar rcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/generated/%.o: $(B)/generated/%.c
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The table of rules, from the names of their files.
$(B)/generated/rules.c: $(RULES) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "policy/policy.h"'; \
	   for f in $(basename $(notdir $(RULES))); do echo "extern const struct hfg_rule $$f;"; done; \
	   echo 'const struct hfg_rule *const hfg_rules[] = {'; \
	   for f in $(basename $(notdir $(RULES))); do echo "	&$$f,"; done; echo '	NULL};'; \
	   echo 'const uint32_t hfg_rules_n = sizeof hfg_rules / sizeof *hfg_rules - 1;'; } > $@.new && mv $@.new $@

# Catalogue, data lists and rule pages, embedded: name, bytes.
$(B)/generated/data.c: $(DATA) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "base/embedded.h"'; i=0; for f in $(DATA); do i=$$((i+1)); \
	   printf '__asm__(".section .rodata\\n.balign 16\\nembedded_%s: .incbin \\"%s\\"\\nembedded_end_%s: .quad 0\\n.previous\\n");\nextern const char embedded_%s[], embedded_end_%s[];\n' $$i $$f $$i $$i $$i; done; \
	   echo 'void embedded_each(void *context, void (*file)(void *context, slice name, slice text))'; echo '{'; echo '	(void)context, (void)file;'; \
	   i=0; for f in $(DATA); do i=$$((i+1)); \
	   printf '	file(context, S("%s"), (slice){embedded_%s, (size_t)(embedded_end_%s - embedded_%s)});\n' $$f $$i $$i $$i; done; echo '}'; } > $@.new && mv $@.new $@

# Unit tests: every `void test_room_unit__what(void)` in tests/unit is found by its name.
$(B)/generated/unit_table.c: $(UNIT) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "unit.h"'; grep -ho '^void test_[a-z0-9_]*(void)' $(UNIT) /dev/null | sed 's/$$/;/'; \
	   echo 'const struct unit_test unit_tests[] = {'; \
	   grep -ho '^void test_[a-z0-9_]*(void)' $(UNIT) /dev/null | sed 's/^void \(.*\)(void)/	{"\1", \1},/'; \
	   echo '	{0, 0}};'; } > $@.new && mv $@.new $@

$(B)/tests/unit/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/unit $(ALL_CFLAGS) -Wno-missing-prototypes -MMD -MP -c -o $@ $<

$(B)/unit: $(UNIT:%.c=$(B)/%.o) $(B)/tests/unit/unit.o $(B)/generated/unit_table.o $(B)/libhfgate.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)
$(B)/generated/unit_table.o: CPPFLAGS += -Itests/unit

unit: $(B)/unit
	$(B)/unit

clean:
	rm -rf build build-*

-include $(shell find $(B) -name '*.d' 2>/dev/null)
