# Build of stance. GNU make; `make help` lists the targets. Missing Debian packages are installed by the target that needs
# them (tests/need.sh, tests/packages); with them in place nothing here uses the network.

VERSION := 0.1.0

# The floors of the house, lowest first. A file includes, and a floor calls, its own floor and lower ones only:
# `make lint` checks it. Archives, link order and the checks all follow from this line.
FLOORS := base text lexicon extract score stats ingest store report pipeline cli

# Public headers (include/stance/NAME.h) belong to the floor of their name; these are the others.
PUBLIC_base := error view date statement
PUBLIC_stats := measure difference trends coded shift segments
PUBLIC_ingest := dictionary
PUBLIC_store := corrections codings
PUBLIC_report := record explain evaluate annotate compare shifts coverage lexdiff
PUBLIC_cli  := stance

# Libraries by the floor from which on they may be used, by their pkg-config names. xxhash is a header only.
LIBS_base   := libmd icu-uc icu-i18n
LIBS_stats  := gsl
LIBS_ingest := libarchive libxml-2.0
LIBS_store  := sqlite3

# ---- what can be set from outside ------------------------------------------------------------------------------------

ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
HARDEN ?= -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection
WERROR ?=# -Werror
SANITIZE ?=# -fsanitize=…, for compiler and linker
BUILD ?= build# every variant of the flags has its own: build/asan, build/clang, build/cov

prefix ?= /usr/local
bindir ?= $(prefix)/bin
libdir ?= $(prefix)/lib
includedir ?= $(prefix)/include
datadir ?= $(prefix)/share
mandir ?= $(datadir)/man
INSTALL ?= install

# ---- flags -----------------------------------------------------------------------------------------------------------

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes $(WERROR)
DEFINES := -D_GNU_SOURCE -DSTANCE_VERSION='"$(VERSION)"' -DSTANCE_LEXICON_DIR='"$(datadir)/stance/lexicons"'
# What every reader of the code needs, the checkers included. LIB_CFLAGS comes from $(BUILD)/config.mk.
SOURCE_FLAGS = -std=c17 $(DEFINES) -Iinclude -Isrc $(LIB_CFLAGS)
COMPILE = $(CC) $(SOURCE_FLAGS) $(WARN) $(CFLAGS) $(HARDEN) $(SANITIZE) -fPIE -pthread $(CPPFLAGS)
LINK = $(CC) $(CFLAGS) $(SANITIZE) -pie -pthread -Wl,-z,relro,-z,now $(LDFLAGS)

# ---- files -----------------------------------------------------------------------------------------------------------

reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))

SOURCES := $(sort $(wildcard $(FLOORS:%=src/%/*.c)))
HEADERS := $(sort $(wildcard include/stance/*.h))
ARCHIVES := $(FLOORS:%=$(BUILD)/%.a)
LINKED := $(patsubst %,$(BUILD)/%.a,$(call reverse,$(FLOORS)))# who calls stands before who is called
# What another program links: all but the command line. Members that it does not call drag no library in.
LIBRARY := $(BUILD)/libstance.a
STANCE := $(BUILD)/stance

# One cmocka program each tests/**/test_*.c, linked with every floor and with tests/support/*.c where that exists.
TEST_SOURCES := $(sort $(wildcard tests/test_*.c tests/*/test_*.c))
TEST_PROGRAMS := $(TEST_SOURCES:%.c=$(BUILD)/%)
TEST_SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c))
OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(SOURCES) $(TEST_SOURCES) $(wildcard tests/simulation/*.c)) $(TEST_SUPPORT)

# The one report that `make demo` shows and that the tests hold against reports/sample.
SAMPLE_REPORT := --from 2019 --to 2021 --by quarter

# To the scripts below.
export $(filter PUBLIC_%,$(.VARIABLES)) V UPDATE FLOORS BUILD CC CPPFLAGS STANCE SOURCE_FLAGS SAMPLE_REPORT

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDEXPANSION:
MAKEFLAGS += --no-builtin-rules

.PHONY: all demo test check lint format sanitize coverage bench simulate sample install uninstall clean help need FORCE
.SECONDARY: $(OBJECTS)
all: $(STANCE) $(LIBRARY)

# ---- the packages, and the flags that pkg-config gives once they are there --------------------------------------------

# Make makes an included file first and then starts anew, so the flags below are those of the machine as it is after the
# packages were installed.
ifneq ($(filter-out clean help uninstall format,$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/config.mk
endif

MODULES := $(foreach floor,$(call reverse,$(FLOORS)),$(LIBS_$(floor)))
$(BUILD)/config.mk: Makefile tests/packages
	@tests/need.sh build
	@mkdir -p $(@D)
	@cflags=$$(pkg-config --cflags $(MODULES) | sed 's/-I/-isystem /g') && libs=$$(pkg-config --libs $(MODULES)) && \
	printf 'LIB_CFLAGS := %s\nLIB_LIBS := %s -lm\n' "$$cflags" "$$libs" >$@

# The same look again before each build, and the packages of the other sets: need-test, need-lint …
need: need-build
need-%: FORCE
	@tests/need.sh $*

# Written anew only when the text differs, so that what depends on it is made again exactly when flags or the list of
# files changed. $(call remember,TEXT)
remember = @mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(1))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(1))' >$@
$(BUILD)/flags: FORCE
	$(call remember,$(COMPILE) $(LINK) $(LIB_LIBS))
$(BUILD)/files: FORCE
	$(call remember,$(SOURCES))

# ---- objects, archives, programs -------------------------------------------------------------------------------------

# One short line for each file made; V=1 shows the commands themselves.
quiet = $(if $(V),,@printf '  %-4s %s\n' $(1) '$@';)

$(BUILD)/src/%.o: src/%.c $(BUILD)/flags | need
	@mkdir -p $(@D)
	$(call quiet,CC)$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%.o: tests/%.c $(BUILD)/flags | need need-test
	@mkdir -p $(@D)
	$(call quiet,CC)$(COMPILE) -Itests -MMD -MP -c -o $@ $<

objects_of = $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard $(1:%=src/%/*.c))))

$(ARCHIVES): $(BUILD)/%.a: $$(call objects_of,$$*) $(BUILD)/files
	@rm -f $@
	$(call quiet,AR)$(AR) rcs $@ $(filter %.o,$^)

$(LIBRARY): $(call objects_of,$(filter-out cli,$(FLOORS))) $(BUILD)/files
	@rm -f $@
	$(call quiet,AR)$(AR) rcs $@ $(filter %.o,$^)

$(STANCE): $(BUILD)/src/cli/main.o $(LINKED)
	$(call quiet,LINK)$(LINK) -o $@ $^ $(LIB_LIBS)
	@$(if $(filter build/%,$(BUILD)),ln -sfn ../lexicons build/lexicons) # the program looks for ../lexicons from where it is

$(TEST_PROGRAMS): $(BUILD)/%: $(BUILD)/%.o $(TEST_SUPPORT) $(LINKED)
	$(call quiet,LINK)$(LINK) -o $@ $^ $(LIB_LIBS) -lcmocka -ljansson # jansson reads what we wrote, as another program would

-include $(OBJECTS:.o=.d)

# ---- the main job, to look at ----------------------------------------------------------------------------------------

demo: $(STANCE)
	@rm -rf $(BUILD)/demo.db* $(BUILD)/demo-report
	$(STANCE) import -d $(BUILD)/demo.db data/sample
	$(STANCE) report -d $(BUILD)/demo.db $(SAMPLE_REPORT) --out $(BUILD)/demo-report
	@echo; head -n 40 $(BUILD)/demo-report/report.txt
	@echo; echo "The whole report: $(BUILD)/demo-report/report.txt; the tables beside it are CSV files."

# ---- tests and checks ------------------------------------------------------------------------------------------------

test check: $(STANCE) $(TEST_PROGRAMS)
	@tests/run.sh $(TEST_PROGRAMS)

# The report in reports/sample, written anew from data/sample; the tests compare.
sample: $(STANCE)
	@UPDATE=1 tests/sample.sh

lint: $(STANCE) need-lint
	@tests/lint.sh $(CHECKS)

format: need-lint
	clang-format -i $(wildcard src/*/*.[ch] include/stance/*.h tests/test_*.c tests/*/*.[ch])

# The suite again with the compiler's watch on memory and undefined behaviour, then a short run in valgrind, which also sees
# reads of memory that was never set.
MEMCHECK := valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect
sanitize: $(STANCE) need-test need-sanitize
	+@ASAN_OPTIONS=exitcode=99:detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1:exitcode=99 \
	$(MAKE) --no-print-directory BUILD=build/asan CFLAGS='-O1 -g -fno-omit-frame-pointer' HARDEN= WERROR= \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' test
	@rm -rf $(BUILD)/valgrind.db* $(BUILD)/valgrind-report
	$(MEMCHECK) $(STANCE) import -d $(BUILD)/valgrind.db data/sample
	$(MEMCHECK) $(STANCE) report -d $(BUILD)/valgrind.db $(SAMPLE_REPORT) --out $(BUILD)/valgrind-report
	@echo "sanitize: nothing found"

coverage: need-test need-coverage
	@find build/cov -name '*.gcda' -delete 2>/dev/null || true
	+@$(MAKE) --no-print-directory BUILD=build/cov CFLAGS='-O0 -g' HARDEN= WERROR= SANITIZE=--coverage test
	gcovr --root . --object-directory build/cov --filter src/ --exclude-unreachable-branches --print-summary

# What the statistics are worth, by series made up by the thousand: tests/simulation/*.tsv, written anew in some 15 minutes on
# two cores.
SIMULATIONS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/simulation/*.c)))
$(SIMULATIONS): $(BUILD)/%: $(BUILD)/%.o $(LINKED)
	$(call quiet,LINK)$(LINK) -o $@ $^ $(LIB_LIBS)
simulate: $(SIMULATIONS)
	@for program in $^; do table=$${program#$(BUILD)/}.tsv; echo "$$table"; $$program -j $$(nproc) >$$table.new && mv $$table.new $$table || exit 1; done

bench: $(STANCE)
	@tests/bench/run.sh
	@tests/bench/shapes.sh

# ---- install ---------------------------------------------------------------------------------------------------------

LEXICONS := $(wildcard lexicons/*/*.tsv)
PAGES := $(notdir $(wildcard man/*.[15]))

install: all
	$(INSTALL) -D -m 755 $(STANCE) $(DESTDIR)$(bindir)/stance
	$(INSTALL) -D -m 644 $(LIBRARY) $(DESTDIR)$(libdir)/libstance.a
	@for f in $(HEADERS:include/%=%); do $(INSTALL) -D -m 644 include/$$f $(DESTDIR)$(includedir)/$$f || exit 1; done
	@for f in $(LEXICONS); do $(INSTALL) -D -m 644 $$f $(DESTDIR)$(datadir)/stance/$$f || exit 1; done
	@for f in $(PAGES); do $(INSTALL) -D -m 644 man/$$f $(DESTDIR)$(mandir)/man$${f##*.}/$$f || exit 1; done

uninstall:
	rm -f $(DESTDIR)$(bindir)/stance $(DESTDIR)$(libdir)/libstance.a $(foreach p,$(PAGES),$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $(p)))/$(p))
	rm -rf $(DESTDIR)$(includedir)/stance $(DESTDIR)$(datadir)/stance

clean:
	rm -rf build $(BUILD)

help:
	@echo 'make            build/stance and build/libstance.a'
	@echo 'make demo       the report on the sample corpus, data/sample'
	@echo 'make test       all tests; UPDATE=1 writes golden files anew,'
	@echo '                STANCE_SEEDS=DIR adds the acceptance test on the documents there'
	@echo 'make lint       floors, symbols, headers, layout, lexicons, cppcheck, clang-tidy, clang-format'
	@echo 'make format     lays the code out as clang-format wants it'
	@echo 'make sanitize   all tests under ASan and UBSan, a run under valgrind'
	@echo 'make coverage   which lines and branches the tests reach'
	@echo 'make bench      how fast it is here; CORPUS=FILE.jsonl for a text of your own'
	@echo 'make simulate   what the statistics are worth: tests/simulation/*.tsv, written anew'
	@echo 'make sample     reports/sample, written anew'
	@echo 'make install    to prefix ($(prefix)), below DESTDIR when that is set; make uninstall'
	@echo 'make clean      removes build'
	@echo 'To set: CC=gcc|clang CFLAGS CPPFLAGS LDFLAGS WERROR=-Werror BUILD=build/NAME NO_INSTALL=1 (no apt-get) V=1 (say more)'
