package cli

import (
	"context"
	"fmt"

	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// DoctorCmd holds the events of every case against its row, and the row
// against what lists and figures are read from, every attachment against what
// is on record of it, and what is counted beforehand against the cases.
type DoctorCmd struct{}

// Run prints one line a finding, and fails when there is one.
func (c *DoctorCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return prove(ctx, env, g, "cli.doctor", (*insight.Insight).Doctor, (*installation).checkFiles, (*installation).checkRollup)
}

// VerifyCmd recomputes the chain of every case's events, the digest by which
// they name each text, every daily anchor and the hash of every published bulletin, or the hash of one bulletin that
// somebody holds as a file.
type VerifyCmd struct {
	Bulletin string `arg:"" optional:"" help:"Only this bulletin, as JSON, and no installation; - is standard input." zh:"只核验这一份 JSON 通报，不需要安装目录；- 为标准输入" placeholder:"BULLETIN.json"`
}

// Run prints one line a finding, and fails when there is one.
func (c *VerifyCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	if c.Bulletin != "" {
		return c.verifyFile(env)
	}
	return prove(ctx, env, g, "cli.verify", (*insight.Insight).Verify, (*installation).checkTexts)
}

// checkTexts tells of texts that are not what their case's events name.
func (i *installation) checkTexts(ctx context.Context, env *Env, _ *Globals) (found []insight.Finding, err error) {
	altered, more, err := i.desk(nil).AlteredTexts(ctx)
	for _, a := range altered {
		found = append(found, insight.Finding{Check: "text", Where: string(a.Case), What: message.Catalogue.Say(env.Lang, "verify.text", i18n.Args{"ref": a.Ref})})
	}
	if more > 0 {
		found = append(found, insight.Finding{Check: "text", What: message.Catalogue.Say(env.Lang, "verify.texts", i18n.Args{"count": more})})
	}
	return found, err
}

// verifyFile checks that a bulletin says what it said when it was made.
func (c *VerifyCmd) verifyFile(env *Env) error {
	data, err := env.ReadFile(c.Bulletin)
	if err != nil {
		return err
	}
	doc, err := bulletin.Decode(c.Bulletin, data)
	if err != nil {
		return err
	}
	if !bulletin.Verify(doc) {
		return errs.At(errs.Position{File: c.Bulletin}, errs.New(errs.Conflict, "bulletin.altered",
			"altered: its hash is not that of what it says", "内容与其校验值不符，已被改动"))
	}
	_, err = fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "cli.genuine", i18n.Args{"title": doc.Title, "hash": doc.Hash}))
	return err
}

// more is a further proof, of what is not in the records.
type more func(*installation, context.Context, *Env, *Globals) ([]insight.Finding, error)

func prove(ctx context.Context, env *Env, g *Globals, step i18n.Key, check func(*insight.Insight, context.Context) ([]insight.Finding, error), further ...more) error {
	return using(ctx, env, g, reading, func(inst *installation) error {
		progress := env.Progress(message.Catalogue.Say(env.Lang, step, nil), 0)
		defer progress.Stop()
		findings, err := check(inst.insight(), ctx)
		if err != nil {
			return err
		}
		for _, check := range further {
			found, err := check(inst, ctx, env, g)
			if err != nil {
				return err
			}
			findings = append(findings, found...)
		}
		progress.Done()
		return tell(env, findings)
	})
}

// tell prints the findings, and is an error when there are any.
func tell(env *Env, findings []insight.Finding) error {
	for _, f := range findings {
		if _, err := fmt.Fprintln(env.Stdout, f); err != nil {
			return err
		}
	}
	if n := len(findings); n > 0 {
		return errs.New(errs.Conflict, "check.failed", message.Catalogue.Say(i18n.English, "cli.findings", i18n.Args{"count": n}),
			message.Catalogue.Say(i18n.Chinese, "cli.findings", i18n.Args{"count": n}))
	}
	_, err := fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "cli.sound", nil))
	return err
}
