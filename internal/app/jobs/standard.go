package jobs

import (
	"context"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Desk gives commands on cases.
type Desk interface {
	Do(ctx context.Context, by identity.Actor, id ident.CaseID, cmd casework.Command) (*casework.Case, error)
}

// Anchorer puts anchors on record for the days that are over, and tells how many.
type Anchorer interface {
	Anchor(ctx context.Context) (int, error)
}

// Needs are what the standard duties stand on.
type Needs struct {
	Store   *store.Store
	Region  ident.RegionCode
	IDs     *ident.Source
	Desk    Desk
	Anchors Anchorer
}

type steps struct{ Needs }

// The kinds of what every installation does.
const (
	ClockScan   = "clock.scan"   // 预警与升级
	CaseArchive = "case.archive" // 自动归档
	CaseTrack   = "case.track"   // 挂账到期
	Anchor      = "anchor"       // 每日存证
	Tidy        = "tidy"         // 清理
)

const (
	anchorEvery = time.Hour
	tidyEvery   = time.Hour
)

// Standard is what every installation does by itself.
func Standard(n Needs) []Duty {
	s := &steps{n}
	return append(Upkeep(n),
		Every(ClockScan, scanEvery, s.scanClocks),
		Every(CaseArchive, archiveEvery, s.archive),
		Every(CaseTrack, trackEvery, s.track),
	)
}

// Upkeep is the part of it that leaves the cases as they are.
func Upkeep(n Needs) []Duty {
	s := &steps{n}
	return []Duty{Every(Anchor, anchorEvery, s.anchor), Every(Tidy, tidyEvery, s.tidy)}
}

// anchor covers the events of the days that are over. It is tried every hour,
// so that the day is covered soon after it ends wherever the region is.
func (s *steps) anchor(ctx context.Context) (bool, error) {
	_, err := s.Anchors.Anchor(ctx)
	return false, err
}

// How long things are kept that only serve the moment.
const (
	keepOutcomes = 24 * time.Hour
	keepJobs     = 7 * 24 * time.Hour
	keepNotices  = 365 * 24 * time.Hour
)

// tidy drops what has served: outcomes of requests, ended sessions, jobs done
// and old notices.
func (s *steps) tidy(ctx context.Context) (bool, error) {
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		now := tx.Now()
		for _, forget := range []func() (int64, error){
			func() (int64, error) { return tx.ForgetOutcomes(now.Add(-keepOutcomes)) },
			func() (int64, error) { return tx.ForgetJobs(s.Region, now.Add(-keepJobs)) },
			func() (int64, error) { return tx.ForgetNotices(s.Region, now.Add(-keepNotices)) },
			tx.SweepSessions,
		} {
			if _, err := forget(); err != nil {
				return err
			}
		}
		return nil
	})
	return false, errs.Wrap("jobs.tidy", err)
}
