package jobs

import (
	"context"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
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
	// Retain erases what a rule no longer keeps, and tells of how many cases.
	// Nil: nothing is sealed here.
	Retain func(ctx context.Context, r rulebook.RetentionRule) (int, error)
	// Sweep deletes the bytes of attachments that nothing names any more, and
	// tells how many. Nil: no file comes with a case.
	Sweep func(ctx context.Context) (int, error)
	// Deliver sends a message to another system. Nil: nobody is told.
	Deliver func(ctx context.Context, delivery string) error
}

type steps struct{ Needs }

// The kinds of what every installation does.
const (
	ClockScan   = "clock.scan"       // 预警与升级
	CaseArchive = "case.archive"     // 自动归档
	CaseTrack   = "case.track"       // 挂账到期
	Retention   = "retention"        // 到期删除个人信息
	Anchor      = "anchor"           // 每日存证
	Tidy        = "tidy"             // 清理
	FileSweep   = "attachment.sweep" // 清理附件
	Delivery    = "webhook.deliver"  // 推送
)

const (
	anchorEvery = time.Hour
	tidyEvery   = time.Hour
	retainEvery = 24 * time.Hour
	sweepEvery  = 6 * time.Hour
)

// Standard is what every installation does by itself.
func Standard(n Needs) []Duty {
	s := &steps{n}
	return append(Upkeep(n),
		Every(ClockScan, scanEvery, s.scanClocks).With(About{
			"预警、红牌与升级", "tell who is in charge of limits that draw near, have passed, or stay passed",
			"a point of a limit is told to a post once: the notice has a unique key",
		}),
		Every(CaseArchive, archiveEvery, s.archive).With(About{
			"到期自动归档", "archive cases to which nothing has happened since they ended, for the days of the house rules",
			"an archived case cannot be archived: the flow refuses, and that is no failure",
		}),
		Every(CaseTrack, trackEvery, s.track).With(About{
			"挂账到期重办", "send a tracked case back to its lead unit on the promised day",
			"a case that is at work is tracked no more, and is left alone",
		}),
		Every(Retention, retainEvery, s.retain).With(About{
			"到期删除个人信息", "erase what the region's rule of kind retention no longer keeps, and register that",
			"what was erased is not there to be found again",
		}),
	)
}

// Upkeep is the part of it that leaves the cases as they are.
func Upkeep(n Needs) []Duty {
	s := &steps{n}
	return []Duty{
		Every(Anchor, anchorEvery, s.anchor).With(About{
			"每日存证", "cover the events of each finished day by an anchor", "a day has one anchor",
		}),
		Every(Tidy, tidyEvery, s.tidy).With(About{
			"清理", "drop outcomes of requests after a day, jobs done or cancelled after seven, notices after a year, messages to other systems after 30 days, and sessions that have ended",
			"what was dropped is gone",
		}),
		Every(FileSweep, sweepEvery, s.sweepFiles).With(About{
			"清理附件", "delete the bytes of attachments that were erased, or whose coming in was cut short more than an hour ago",
			"what was deleted is gone; what somebody is putting is claimed, and left alone",
		}),
		Kind[delivery](Delivery).Do(s.deliver).With(About{
			"推送变动", "tell another system, signed, that a case has moved",
			"a message has one identity, by which the receiver knows it again",
		}),
	}
}

// delivery is what is told of a message to another system.
type delivery struct {
	Delivery string `json:"delivery"`
}

var errNobody = errs.New(errs.Unready, "job.webhook", "this process tells no other system", "本进程不向其他系统推送")

func (s *steps) deliver(ctx context.Context, d delivery) error {
	if s.Deliver == nil {
		return errNobody
	}
	return s.Deliver(ctx, d.Delivery)
}

// sweepFiles deletes what no attachment names.
func (s *steps) sweepFiles(ctx context.Context) (bool, error) {
	if s.Sweep == nil {
		return false, nil
	}
	_, err := s.Sweep(ctx)
	return false, errs.Wrap("jobs.sweep_files", err)
}

// anchor covers the events of the days that are over. It is tried every hour,
// so that the day is covered soon after it ends wherever the region is.
func (s *steps) anchor(ctx context.Context) (bool, error) {
	_, err := s.Anchors.Anchor(ctx)
	return false, err
}

// retain erases what the region's rule of today no longer keeps. What was
// erased is on no list any more, so cut short it goes on where it was.
func (s *steps) retain(ctx context.Context) (bool, error) {
	var rule rulebook.RetentionRule
	var ok bool
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(s.Region)
		if err == nil {
			rule, ok = book.RetentionOn(calendar.DateOf(tx.Now(), book.Location))
		}
		return err
	})
	if err != nil || !ok || s.Retain == nil {
		return false, errs.Wrap("jobs.retain", err)
	}
	_, err = s.Retain(ctx, rule)
	return false, errs.Wrap("jobs.retain", err)
}

// How long things are kept that only serve the moment.
const (
	keepOutcomes = 24 * time.Hour
	keepJobs     = 7 * 24 * time.Hour
	keepNotices  = 365 * 24 * time.Hour
	keepMessages = 30 * 24 * time.Hour
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
			func() (int64, error) { return tx.ForgetDeliveries(s.Region, now.Add(-keepMessages)) },
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
