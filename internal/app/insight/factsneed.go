package insight

import (
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
)

// recorded refuses a scheme that measures what cases do not tell. Critical
// notices 通报 are given about a unit, outside any case: a component on them
// would silently give every unit full marks. A table that has the column can
// be scored (huying score).
func recorded(s *scoring.Scheme) error {
	for i := range s.Components {
		if c := &s.Components[i]; c.Measure == scoring.Notices {
			return errs.Newf(errs.Conflict, "bulletin.measure",
				"component %s of scheme %s counts %s, which cases do not record; expected a scheme without it, or a table with that column",
				"评分方案 %[2]s 的考核项 %[1]s 以通报次数（%[3]s）计分，而诉求件不记载通报次数；请改用不含该项的方案，或对含该列的表格计分",
				c.Key, s.Ref(), c.Measure)
		}
	}
	return nil
}
