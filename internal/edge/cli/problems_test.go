package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

func TestLines(t *testing.T) {
	t.Parallel()
	row := func(line, column int, text string) error {
		return errs.At(errs.Position{Line: line, Column: column}, errs.Invalidf("row.bad", "%s", text))
	}
	both := errs.New(errs.Unready, "store.missing", "not an installation", "不是安装目录")
	for name, c := range map[string]struct {
		err  error
		lang i18n.Lang
		want []string
	}{
		"nil is silent":  {nil, i18n.English, nil},
		"plain":          {errors.New("disk full"), i18n.English, []string{"disk full"}},
		"english":        {both, i18n.English, []string{"not an installation"}},
		"chinese":        {both, i18n.Chinese, []string{"不是安装目录"}},
		"only english":   {errs.Invalidf("x", "bad"), i18n.Chinese, []string{"bad"}},
		"only a code":    {&errs.Error{Code: "case.gone"}, i18n.English, []string{"case.gone"}},
		"operations":     {errs.Wrap("open", errs.Wrap("read", errors.New("disk full"))), i18n.English, []string{"open: read: disk full"}},
		"no operations":  {errs.Wrap("open", errs.Wrap("read", both)), i18n.English, []string{"not an installation"}},
		"one line":       {fmt.Errorf("one\r\ntwo%s", "\n"), i18n.English, []string{"one two"}},
		"a place":        {row(3, 2, "not a number"), i18n.English, []string{":3:2: not a number"}},
		"usage":          {usageError{both}, i18n.Chinese, []string{"不是安装目录"}},
		"equal problems": {errors.Join(both, both), i18n.English, []string{"not an installation"}},
		"file and rows": {
			errs.At(errs.Position{File: "a.csv"}, errs.Wrap("import", errors.Join(row(3, 2, "one"), row(9, 0, "two")))), i18n.English,
			[]string{"a.csv:3:2: one", "a.csv:9: two"},
		},
		"lists in lists": {
			errors.Join(errors.New("a"), errors.Join(errors.New("b"), errors.New("c"))), i18n.English,
			[]string{"a", "b", "c"},
		},
		"a list of one, wrapped": {errs.Wrap("open", errors.Join(both, nil)), i18n.Chinese, []string{"不是安装目录"}},
		"a woven sentence stays one": {
			fmt.Errorf("%w while %w", errors.New("disk full"), errors.New("closing")), i18n.English,
			[]string{"disk full while closing"},
		},
	} {
		if diff := cmp.Diff(c.want, lines(c.lang, c.err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A file of very many bad rows is reported in a moment, however its
// reader put the errors together.
func TestLinesOfManyProblems(t *testing.T) {
	t.Parallel()
	const rows = 30_000
	var nested error
	flat := make([]error, rows)
	for i := range rows {
		flat[i] = errs.At(errs.Position{Line: i + 1}, errs.Invalidf("row.bad", "bad"))
		nested = errors.Join(nested, flat[i])
	}
	for name, err := range map[string]error{"nested": nested, "flat": errors.Join(flat...)} {
		all := errs.At(errs.Position{File: "a.csv"}, err)
		start := time.Now()
		said, code := lines(i18n.English, all), exitCode(all)
		if len(said) != rows || said[rows-1] != "a.csv:30000: bad" || code != exitInvalid {
			t.Errorf("%s: %d lines, exit code %d", name, len(said), code)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %s", name, took)
		}
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	kind := func(k errs.Kind) error { return errs.New(k, "x", "x", "x") }
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"success":                   {nil, 0},
		"unexpected":                {fs.ErrPermission, 1},
		"internal":                  {kind(errs.Internal), 1},
		"failed check":              {kind(errs.Conflict), 1},
		"denied":                    {kind(errs.Denied), 1},
		"not there":                 {kind(errs.NotFound), 2},
		"not an installation":       {errs.Wrap("open", kind(errs.Unready)), 2},
		"usage":                     {misuse("name a table", "请指定表格"), 2},
		"usage, wrapped":            {errs.Wrap("score", misuse("name a table", "请指定表格")), 2},
		"bad input":                 {kind(errs.Invalid), 3},
		"many bad rows":             {errors.Join(kind(errs.Invalid), kind(errs.Invalid)), 3},
		"a full disk amid bad rows": {errors.Join(kind(errs.Invalid), errors.New("disk full")), 1},
		"the same below a wrapping": {errs.Wrap("import", errors.Join(kind(errs.Invalid), errors.New("disk full"))), 1},
		"interrupted":               {context.Canceled, 1},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%s: exit code %d, want %d", name, got, c.want)
		}
	}
}

func TestMessagesInBothLanguages(t *testing.T) {
	t.Parallel()
	if err := message.Catalogue.Check(); err != nil {
		t.Error(err)
	}
}
