package admin

import (
	"fmt"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
)

func (l *ledger) applyExternals(c Config) (int, error) {
	kept, err := l.Externals(l.code)
	if err != nil {
		return 0, err
	}
	changed := 0
	for _, want := range c.External {
		x, err := want.figure(l.Now())
		if err != nil {
			return 0, errs.At(want.at, err)
		}
		there, err := onRecord(kept, x, want.Recorded.IsZero())
		if err != nil {
			return 0, errs.At(want.at, err)
		}
		if there {
			continue
		}
		if err := l.PutExternal(l.code, x); err != nil {
			return 0, errs.At(want.at, err)
		}
		if err := l.note("external.put", x.Name, detail{"from": x.Period.From.String(), "to": x.Period.To.String(), "index": x.Index.String(), "source": x.Source}); err != nil {
			return 0, err
		}
		kept = append(kept, x)
		changed++
	}
	return changed, nil
}

// onRecord reports whether a figure is on record already: at its own moment, or,
// if it came without one, as the latest of its region and period. What was told
// at a moment is not told differently afterwards.
func onRecord(kept []rulebook.External, x rulebook.External, anyTime bool) (bool, error) {
	var latest rulebook.External
	for _, k := range kept {
		switch {
		case k.Name != x.Name || k.Period != x.Period:
			continue
		case k.Recorded.Equal(x.Recorded) && sameFigure(k, x):
			return true, nil
		case k.Recorded.Equal(x.Recorded):
			return false, errs.New(errs.Invalid, "external.changed",
				fmt.Sprintf("%s has the index %s of %s on record at %s", k.Name, k.Index, k.Period, k.Recorded.Format(time.RFC3339)),
				fmt.Sprintf("%s %s 的指数 %s 已于 %s 登记", k.Name, k.Period, k.Index, k.Recorded.Format(time.RFC3339)))
		case !k.Recorded.Before(latest.Recorded):
			latest = k
		}
	}
	return anyTime && latest.Name != "" && sameFigure(latest, x), nil
}

func sameFigure(a, b rulebook.External) bool { return a.Index.Equal(b.Index) && a.Source == b.Source }

// figure checks another region's figure. One without a moment is on record
// from now on.
func (c ExternalConfig) figure(now time.Time) (rulebook.External, error) {
	period, err := calendar.ParsePeriod(c.From + ".." + c.To)
	if err != nil {
		return rulebook.External{}, err
	}
	if c.Name == "" || c.Source == "" {
		return rulebook.External{}, errs.New(errs.Invalid, "external.source",
			"another region's figure needs its name and a source", "其他区划的数据须有名称和来源")
	}
	x := rulebook.External{Name: c.Name, Period: period, Index: c.Index, Source: c.Source, Recorded: c.Recorded.UTC().Truncate(time.Microsecond)}
	switch {
	case c.Recorded.IsZero():
		x.Recorded = now
	case c.Recorded.After(now):
		return x, errs.New(errs.Invalid, "external.recorded", "a figure cannot be on record before it is entered: "+c.Recorded.Format(time.RFC3339)+" is yet to come",
			"登记时间 "+c.Recorded.Format(time.RFC3339)+" 尚未到")
	}
	return x, nil
}
