# hfgate: build, test, measure. `make help` lists the targets.
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/sh
ifeq ($(origin CC),default)
CC := gcc
endif
B ?= build
PREFIX ?= /usr/local
DESTDIR ?=
DIR ?= .
VERSION := 0.1.0
V ?= 0
ifeq ($(V),0)
Q := @
SAY = @echo "  $(1)	$@"
else
Q :=
SAY = @:
endif

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings \
	-Wundef -Wpointer-arith -Wformat=2 -Wno-format-nonliteral -fno-common
OPT ?= -O2 -g
HARDEN ?= -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE -ffile-prefix-map=$(CURDIR)=.
CPPFLAGS += -D_GNU_SOURCE -Iinclude -Igate -I$(B)/generated -DHFGATE_VERSION='"$(VERSION)"'
ALL_CFLAGS = -std=c11 $(WARN) -Werror $(OPT) $(HARDEN) $(SANITIZE) $(CFLAGS) -pthread $(LIBRARY_CFLAGS)
ALL_LDFLAGS = $(SANITIZE) $(LDFLAGS) -pie -Wl,-z,relro -pthread

GATE := $(sort $(shell find gate -name '*.c' ! -path 'gate/cli/main.c'))
RULES := $(sort $(wildcard rules/hfg*.c))
UNIT := $(sort $(wildcard tests/unit/test_*.c))
DATA := $(sort $(wildcard rules/sinks/*.yml rules/data/*.txt rules/*.md))
ORACLES := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/oracle/*.c)))
OBJ := $(GATE:%.c=$(B)/%.o) $(RULES:%.c=$(B)/%.o) $(B)/generated/rules.o $(B)/generated/data.o

.PHONY: sanitized all help lint test unit fixtures check arrows style asan tsan clang tidy bench install uninstall man golden clean
all: $(B)/hfgate

# Packages are installed, and the libraries' flags asked for, once a build folder.
ifeq ($(filter help clean arrows style,$(MAKECMDGOALS)),)
include $(B)/config.mk
endif
$(B)/config.mk: Makefile tools/packages.sh
	$(Q)mkdir -p $(@D)
	$(Q)sh tools/packages.sh build
	$(Q){ echo "LIBRARY_CFLAGS := $$(pkg-config --cflags libgit2 yaml-0.1 libcjson libpcre2-8 libcrypto)"; \
	      echo "LDLIBS := $$(pkg-config --libs libgit2 yaml-0.1 libcjson libpcre2-8 libcrypto) -lm -ldl"; } > $@.new && mv $@.new $@

help:
	@echo 'make lint [DIR=path]   install what is missing, build, run the gate over DIR (default: this repository)'
	@echo 'make test              every suite, under 8 minutes on 2 cores'
	@echo 'make                   build $(B)/hfgate'
	@echo 'make unit fixtures     unit tests; rule fixtures and documentation examples'
	@echo 'make check             arrows, style, clang, sanitizers, static analysis'
	@echo 'make asan tsan         the suites under ASan+UBSan, under TSan'
	@echo 'make golden            rewrite expected outputs; review the diff'
	@echo 'make bench [DIR=path]  hfgate beside rg, bandit and others in one run'
	@echo 'make install           to $$(DESTDIR)$$(PREFIX), default $(PREFIX)'

lint: $(B)/hfgate
	$(Q)$(B)/hfgate lint -C "$(DIR)" $(ARGS)

$(B)/hfgate: $(B)/gate/cli/main.o $(B)/libhfgate.a
	$(call SAY,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/libhfgate.a: $(OBJ)
	$(call SAY,AR)
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

$(B)/%.o: %.c
	$(call SAY,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/generated/%.o: $(B)/generated/%.c
	$(call SAY,CC)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# A file that goes away must be noticed as well: generated sources depend on the list of names.
.PHONY: names
$(B)/generated/names: names
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(RULES) $(DATA) $(UNIT)' | cmp -s - $@ || echo '$(RULES) $(DATA) $(UNIT)' > $@

# The table of rules, from the names of their files.
$(B)/generated/rules.c: $(RULES) $(B)/generated/names Makefile
	$(Q)mkdir -p $(@D)
	$(Q){ echo '#include "policy/policy.h"'; \
	   for f in $(basename $(notdir $(RULES))); do echo "extern const struct hfg_rule $$f;"; done; \
	   echo 'const struct hfg_rule *const hfg_rules[] = {'; \
	   for f in $(basename $(notdir $(RULES))); do echo "	&$$f,"; done; echo '	NULL};'; \
	   echo 'const uint32_t hfg_rules_n = sizeof hfg_rules / sizeof *hfg_rules - 1;'; } > $@.new && mv $@.new $@

# Catalogue, data lists and rule pages, embedded: name, bytes.
$(B)/generated/data.c: $(DATA) $(B)/generated/names Makefile
	$(Q)mkdir -p $(@D)
	$(Q){ echo '#include "base/embedded.h"'; i=0; for f in $(DATA); do i=$$((i+1)); \
	   printf '__asm__(".section .rodata\\n.balign 16\\nembedded_%s: .incbin \\"%s\\"\\nembedded_end_%s: .quad 0\\n.previous\\n");\nextern const char embedded_%s[], embedded_end_%s[];\n' $$i $$f $$i $$i $$i; done; \
	   echo 'void embedded_each(void *context, void (*file)(void *context, slice name, slice text))'; echo '{'; echo '	(void)context, (void)file;'; \
	   i=0; for f in $(DATA); do i=$$((i+1)); \
	   printf '	file(context, S("%s"), (slice){embedded_%s, (size_t)(embedded_end_%s - embedded_%s)});\n' $$f $$i $$i $$i; done; echo '}'; } > $@.new && mv $@.new $@

# Unit tests: every `void test_room_unit__what(void)` in tests/unit is found by its name.
$(B)/generated/unit_table.c: $(UNIT) $(B)/generated/names Makefile
	$(Q)mkdir -p $(@D)
	$(Q){ echo '#include "unit.h"'; grep -ho '^void test_[a-z0-9_]*(void)' $(UNIT) /dev/null | sed 's/$$/;/'; \
	   echo 'const struct unit_test unit_tests[] = {'; \
	   grep -ho '^void test_[a-z0-9_]*(void)' $(UNIT) /dev/null | sed 's/^void \(.*\)(void)/	{"\1", \1},/'; \
	   echo '	{0, 0}};'; } > $@.new && mv $@.new $@

$(B)/tests/unit/%.o: tests/unit/%.c
	$(call SAY,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -Itests/unit $(ALL_CFLAGS) -Wno-missing-prototypes -MMD -MP -c -o $@ $<

$(B)/generated/unit_table.o: CPPFLAGS += -Itests/unit
$(B)/unit: $(UNIT:%.c=$(B)/%.o) $(B)/tests/unit/unit.o $(B)/generated/unit_table.o $(B)/libhfgate.a
	$(call SAY,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

unit: $(B)/unit
	$(Q)$(B)/unit

$(B)/fixtures: $(B)/tests/runner/fixtures.o $(B)/libhfgate.a
	$(call SAY,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

fixtures: $(B)/fixtures
	$(Q)$(B)/fixtures tests/rules rules

# What an oracle outside of this repository is held against.
$(ORACLES): %: %.o $(B)/libhfgate.a
	$(call SAY,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

arrows:
	$(Q)sh tests/arrows.sh

style:
	$(Q)sh tests/style.sh

# The packages come first: a missing one is said at once, not by each suite in its own words.
test:
	$(Q)sh tools/packages.sh test
	$(Q)$(MAKE) --no-print-directory $(B)/hfgate $(B)/unit $(B)/fixtures $(ORACLES)
	$(Q)B=$(B) sh tests/run.sh

check: arrows style clang asan tsan tidy

clang:
	$(Q)sh tools/packages.sh dev
	$(Q)$(MAKE) --no-print-directory B=build-clang CC=clang all unit

# gcc 12 warns of what it has instrumented itself: sanitizers are clang's.
asan: export ASAN_OPTIONS := detect_stack_use_after_return=1:strict_string_checks=1
asan:
	$(Q)sh tools/packages.sh dev
	$(Q)$(MAKE) --no-print-directory B=build-asan CC=clang OPT='-O1 -g' HARDEN='-fPIE' CFLAGS='-DHFG_ARENA_DEBUG' \
	  SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' sanitized

tsan:
	$(Q)sh tools/packages.sh dev
	$(Q)$(MAKE) --no-print-directory B=build-tsan CC=clang OPT='-O1 -g' HARDEN='-fPIE' \
	  SANITIZE='-fsanitize=thread' sanitized

sanitized: $(B)/hfgate unit fixtures
	$(Q)B=$(B) sh tests/cli/process.sh
	$(Q)B=$(B) sh tests/scan_clean.sh $(TREES)

tidy:
	$(Q)sh tools/packages.sh dev
	$(Q)cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr --suppressions-list=tools/cppcheck.txt -Iinclude -Igate gate rules
	$(Q)printf '%s\n' $(GATE) $(RULES) | xargs -P "$$(nproc)" -n 8 sh -c \
	  'clang-tidy --quiet "$$@" -- $(subst ','\'',$(CPPFLAGS)) -std=c11 $(LIBRARY_CFLAGS) 2>/dev/null' clang-tidy

$(B)/words: $(B)/tests/runner/words.o $(B)/libhfgate.a
	$(call SAY,LINK)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

bench: $(B)/hfgate $(B)/words
	$(Q)sh tools/packages.sh bench
	$(Q)B=$(B) sh tests/bench.sh "$(DIR)"

man: $(B)/hfgate.1
$(B)/hfgate.1: $(B)/hfgate
	$(Q)$(B)/hfgate man > $@.new && mv $@.new $@

golden: $(B)/unit
	$(Q)HFGATE_GOLDEN=write $(B)/unit golden

install: $(B)/hfgate $(B)/hfgate.1
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $(B)/hfgate $(DESTDIR)$(PREFIX)/bin/hfgate
	install -m 644 $(B)/hfgate.1 $(DESTDIR)$(PREFIX)/share/man/man1/hfgate.1
	$(B)/hfgate completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hfgate
	$(B)/hfgate completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hfgate
	$(B)/hfgate completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hfgate.fish

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/hfgate $(DESTDIR)$(PREFIX)/share/man/man1/hfgate.1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hfgate \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hfgate \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hfgate.fish

clean:
	rm -rf build build-*

-include $(shell find $(B) -name '*.d' 2>/dev/null)
