package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"huying/internal/app/insight"
	"huying/internal/edge/cli/message"
	"huying/internal/edge/cli/proving"
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

// VerifyCmd proves that nothing was altered.
type VerifyCmd struct {
	Records  VerifyRecordsCmd  `cmd:"" default:"withargs" help:"The chains of events, texts, anchors and published bulletins, or one bulletin's own hash (default)." zh:"核验事件链、文本、每日锚定与已发布通报，或一份通报自身的校验值（默认）。"`
	Bulletin VerifyBulletinCmd `cmd:"" help:"Compute a published bulletin again from its open data; no installation." zh:"由开放数据重新算出已发布的通报，不需要安装目录。"`
	Proof    VerifyProofCmd    `cmd:"" help:"Check a proof that a leg was counted as it says; no installation." zh:"核对一份存证，不需要安装目录。"`
}

// VerifyRecordsCmd recomputes the chain of every case's events, the digest by which
// they name each text, every daily anchor, and the hash and open data of every
// published bulletin, or the hash of one bulletin that somebody holds as a file.
type VerifyRecordsCmd struct {
	Bulletin string `arg:"" optional:"" help:"Only this bulletin, as JSON, and no installation; - is standard input." zh:"只核验这一份 JSON 通报，不需要安装目录；- 为标准输入" placeholder:"BULLETIN.json"`
}

// Run prints one line a finding, and fails when there is one.
func (c *VerifyRecordsCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	if c.Bulletin != "" {
		doc, err := proving.Bulletin(env, c.Bulletin)
		if err == nil {
			_, err = fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "cli.genuine", i18n.Args{"title": doc.Title, "hash": doc.Hash}))
		}
		return err
	}
	return prove(ctx, env, g, "cli.verify", (*insight.Insight).Verify, (*installation).checkTexts)
}

// VerifyBulletinCmd computes a published bulletin again.
type VerifyBulletinCmd struct {
	Bulletin string `arg:"" help:"The bulletin as JSON." zh:"JSON 格式的通报。" placeholder:"BULLETIN.json"`
	Legs     string `required:"" help:"Its open data." zh:"该通报的开放数据。" placeholder:"LEGS.csv"`
	Root     string `help:"The root that the published bulletin prints of its open data." zh:"已发布的通报上印的开放数据根值。" placeholder:"HEX"`
	Scheme   string `help:"The scheme it names: a preset's name, or a YAML file (default: the preset of that name)." zh:"通报所用的考核办法：预设名称或 YAML 文件（默认取同名预设）。" placeholder:"FILE|NAME"`
}

// Run prints one line for each figure that differs, and fails when there is one.
func (c *VerifyBulletinCmd) Run(env *Env) error {
	doc, err := proving.Bulletin(env, c.Bulletin)
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(doc.Scheme, "@")
	scheme, err := readScheme(env, cmp.Or(c.Scheme, name))
	if err != nil {
		return err
	}
	return proving.Figures(env, env.Stdout, env.Lang, proving.Claim{Document: doc, Scheme: scheme, Legs: c.Legs, Root: c.Root})
}

// VerifyProofCmd checks a proof.
type VerifyProofCmd struct {
	Proof string `arg:"" help:"The proof as JSON; - is standard input." zh:"JSON 格式的存证；- 为标准输入。" placeholder:"PROOF.json"`
	Root  string `help:"The root that the bulletin prints of its open data: the proof must lead to it." zh:"通报上印的开放数据根值，存证须与之一致。" placeholder:"HEX"`
}

// Run says how the leg was counted, or fails.
func (c *VerifyProofCmd) Run(env *Env) error {
	return proving.Proof(env, env.Stdout, env.Lang, c.Proof, c.Root)
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
