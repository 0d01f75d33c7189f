package errs_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/kernel/errs"
)

var (
	errMissing = errs.New(errs.NotFound, "case.not_found", "there is no such case", "没有该工单")
	errFire    = errors.New("disk on fire")
)

// TestChain: what an edge asks of an error, whatever was wrapped around it.
func TestChain(t *testing.T) {
	t.Parallel()
	place := errs.Position{File: "units.csv", Line: 3, Column: 2}
	for name, c := range map[string]struct {
		err  error
		kind errs.Kind
		code string
		text string
	}{
		"nothing":      {nil, errs.Internal, "internal", ""},
		"foreign":      {errFire, errs.Internal, "internal", "disk on fire"},
		"plain":        {errMissing, errs.NotFound, "case.not_found", "there is no such case / 没有该工单"},
		"one layer":    {errs.Wrap("desk.see", errMissing), errs.NotFound, "case.not_found", "desk.see: there is no such case / 没有该工单"},
		"two layers":   {errs.Wrap("api", errs.Wrap("desk.see", errMissing)), errs.NotFound, "case.not_found", "api: desk.see: there is no such case / 没有该工单"},
		"placed":       {errs.At(place, errMissing), errs.NotFound, "case.not_found", "units.csv:3:2: there is no such case / 没有该工单"},
		"foreign wrap": {fmt.Errorf("while reading: %w", errMissing), errs.NotFound, "case.not_found", "while reading: there is no such case / 没有该工单"},
		"wrapped, foreign, wrapped": {errs.Wrap("a", fmt.Errorf("b: %w", errs.Wrap("c", errMissing))), errs.NotFound, "case.not_found",
			"a: b: c: there is no such case / 没有该工单"},
		"unexpected": {errs.Wrap("store.view", errFire), errs.Internal, "internal", "store.view: disk on fire"},
		"own code outermost": {&errs.Error{Kind: errs.Conflict, Code: "import.taken", En: "taken", Err: errMissing}, errs.Conflict, "import.taken",
			"taken: there is no such case / 没有该工单"},
		"internal with a code":   {&errs.Error{Code: "store.broken", Err: errFire}, errs.Internal, "store.broken", "disk on fire"},
		"only Chinese":           {&errs.Error{Kind: errs.Denied, Code: "denied", Zh: "无权"}, errs.Denied, "denied", "无权"},
		"only a code":            {&errs.Error{Kind: errs.Unready, Code: "starting"}, errs.Unready, "starting", "starting"},
		"quoting":                {errs.Invalidf("day.invalid", "%q is no day", "X"), errs.Invalid, "day.invalid", `"X" is no day`},
		"joined":                 {errors.Join(errMissing, errFire), errs.NotFound, "case.not_found", "there is no such case / 没有该工单\ndisk on fire"},
		"joined, foreign first":  {errors.Join(errFire, errMissing), errs.NotFound, "case.not_found", "disk on fire\nthere is no such case / 没有该工单"},
		"joined, internal first": {errors.Join(errs.Wrap("a", errFire), errs.Wrap("b", errMissing)), errs.NotFound, "case.not_found", "a: disk on fire\nb: there is no such case / 没有该工单"},
		"join under an internal": {errs.Wrap("book", errors.Join(errs.Wrap("a", errFire), errMissing)), errs.NotFound, "case.not_found",
			"book: a: disk on fire\nthere is no such case / 没有该工单"},
	} {
		if got := errs.KindOf(c.err); got != c.kind {
			t.Errorf("%s: kind %s, want %s", name, got, c.kind)
		}
		if got := errs.CodeOf(c.err); got != c.code {
			t.Errorf("%s: code %s, want %s", name, got, c.code)
		}
		if c.err != nil && c.err.Error() != c.text {
			t.Errorf("%s: says %q, want %q", name, c.err, c.text)
		}
	}
}

// TestIs: exactly one kind fits an error, and none fits no error.
func TestIs(t *testing.T) {
	t.Parallel()
	kinds := []errs.Kind{errs.Internal, errs.Invalid, errs.NotFound, errs.Conflict, errs.Denied, errs.Unready}
	for _, of := range kinds {
		err := errs.Wrap("layer", errs.New(of, "a.code", "text", "文字"))
		for _, kind := range kinds {
			if errs.Is(err, kind) != (kind == of) {
				t.Errorf("an error of kind %s: is it %s? %v", of, kind, kind != of)
			}
			if errs.Is(nil, kind) {
				t.Errorf("no error is of kind %s", kind)
			}
		}
	}
}

func TestWrappingKeepsTheCause(t *testing.T) {
	t.Parallel()
	err := errs.At(errs.Position{File: "a.yaml"}, errs.Wrap("load", fs.ErrNotExist))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist any more", err)
	}
	if !errors.Is(errs.Wrap("desk", context.Canceled), context.Canceled) {
		t.Error("a wrapped cancellation is no cancellation")
	}
	var e *errs.Error
	if !errors.As(err, &e) || e.At.File != "a.yaml" {
		t.Errorf("errors.As finds %+v", e)
	}
	if errs.Wrap("op", nil) != nil || errs.At(errs.Position{Line: 1}, nil) != nil {
		t.Error("no error, wrapped, became one")
	}
}

func TestKindNames(t *testing.T) {
	t.Parallel()
	want := []string{"internal", "invalid", "not_found", "conflict", "denied", "unready", "internal"}
	for i, name := range want {
		if got := errs.Kind(i).String(); got != name { //nolint:gosec // seven kinds
			t.Errorf("kind %d is called %q, want %q", i, got, name)
		}
	}
}

func TestPosition(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]errs.Position{
		"":          {},
		"a.csv":     {File: "a.csv"},
		"a.csv:4":   {File: "a.csv", Line: 4},
		"a.csv:4:2": {File: "a.csv", Line: 4, Column: 2},
		":4:2":      {Line: 4, Column: 2},
		":4":        {Line: 4},
	} {
		if got := p.String(); got != want {
			t.Errorf("%+v: %q, want %q", p, got, want)
		}
		if p.IsZero() != (want == "") {
			t.Errorf("%+v: does it say nothing? %v", p, p.IsZero())
		}
	}
	if got := (errs.Position{File: "a.csv", Column: 2}).String(); got != "a.csv" {
		t.Errorf("a column of no line: %q", got)
	}
}

// TestDepth: kind and code survive any number of layers and of places.
func TestDepth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var err error = errs.New(errs.Conflict, "case.version", "changed", "已变更")
		for range rapid.IntRange(0, 12).Draw(r, "layers") {
			switch rapid.IntRange(0, 3).Draw(r, "layer") {
			case 0:
				err = errs.Wrap("op", err)
			case 1:
				err = errs.At(errs.Position{File: "f", Line: 1}, err)
			case 2:
				err = fmt.Errorf("foreign: %w", err)
			default:
				err = errors.Join(errs.Wrap("beside", errFire), err)
			}
		}
		if errs.KindOf(err) != errs.Conflict || errs.CodeOf(err) != "case.version" {
			r.Fatalf("%s %s: %v", errs.KindOf(err), errs.CodeOf(err), err)
		}
	})
}

// TestSaid: a message for people comes from the outermost layer that has one,
// and a text of one language serves for both.
func TestSaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err    error
		en, zh string
	}{
		"nothing":        {nil, "", ""},
		"foreign":        {errs.Wrap("op", errFire), "", ""},
		"both":           {errs.Wrap("op", errMissing), "there is no such case", "没有该工单"},
		"only English":   {errs.Invalidf("x", "bad"), "bad", "bad"},
		"only Chinese":   {&errs.Error{Zh: "坏"}, "坏", "坏"},
		"outermost":      {&errs.Error{En: "taken", Zh: "已占用", Err: errMissing}, "taken", "已占用"},
		"joined":         {errors.Join(errFire, errs.Wrap("a", errFire), errMissing), "there is no such case", "没有该工单"},
		"joined, inside": {errs.Wrap("a", errors.Join(errs.Wrap("b", errFire), errMissing)), "there is no such case", "没有该工单"},
	} {
		if en, zh := errs.Said(c.err); en != c.en || zh != c.zh {
			t.Errorf("%s: says %q and %q", name, en, zh)
		}
	}
}

// TestDiscreet: what was quoted is not told again, in either language and
// whatever was wrapped around it; what the system says itself is.
func TestDiscreet(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err    error
		en, zh string
	}{
		"plain":      {errMissing, "there is no such case", "没有该工单"},
		"quoted":     {errs.Newf(errs.Invalid, "x", "no unit %q on %s", "%[2]s 没有单位“%[1]s”", "张某某", "2019"), "no unit … on 2019", "2019 没有单位“…”"},
		"cut short":  {errs.Newf(errs.Invalid, "x", "the tag %.60q:%.60q of 100%%", "标签“%.60s:%.60s”", "甲", "乙"), "the tag …:… of 100%", "标签“…:…”"},
		"by index":   {errs.Newf(errs.Invalid, "x", "%[2]q after %[1]d", "%[1]d 之后“%[2]s”", 3, "甲"), "… after 3", "3 之后“…”"},
		"not quoted": {errs.Newf(errs.Invalid, "x", "a question of %d", "%d 个问题", 3), "a question of 3", "3 个问题"},
		"wrapped":    {errs.Wrap("desk", errs.Newf(errs.Invalid, "x", "no %q", "没有“%s”", "张某某")), "no …", "没有“…”"},
	} {
		if en, zh := errs.Discreet(c.err); en != c.en || zh != c.zh {
			t.Errorf("%s: %q, %q", name, en, zh)
		}
	}
}
