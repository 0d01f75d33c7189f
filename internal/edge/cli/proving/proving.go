// Package proving checks what somebody was given, without an installation: a
// bulletin, its open data, and the proof that one leg is among it.
package proving

import (
	"fmt"
	"io"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/merkle"
	"huying/internal/domain/openleg"
	"huying/internal/domain/recount"
	"huying/internal/domain/scoring"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// Files reads what a command names; - is standard input.
type Files interface {
	ReadFile(name string) ([]byte, error)
}

// Bulletin reads a bulletin and holds it to its own hash. Error: Conflict
// ("bulletin.altered").
func Bulletin(files Files, name string) (bulletin.Document, error) {
	data, err := files.ReadFile(name)
	if err != nil {
		return bulletin.Document{}, err
	}
	doc, err := bulletin.Decode(name, data)
	if err == nil && !bulletin.Verify(doc) {
		err = failed(name, "bulletin.altered", "altered: its hash is not that of what it says", "内容与其校验值不符，已被改动")
	}
	return doc, err
}

func failed(file, code, en, zh string) error {
	return errs.At(errs.Position{File: file}, errs.New(errs.Conflict, code, en, zh))
}

// Claim is a bulletin that is to be computed again.
type Claim struct {
	bulletin.Document
	Scheme *scoring.Scheme
	Legs   string // the file of its open data
	Root   string // the root that it prints of them; empty: not known
}

// Figures holds a bulletin's tables to its open data: the root, where it is
// known, then every figure computed again. It prints a line for each that
// differs. Errors: Conflict ("open_legs.altered", "check.failed").
func Figures(files Files, out io.Writer, lang i18n.Lang, c Claim) error {
	data, err := files.ReadFile(c.Legs)
	if err != nil {
		return err
	}
	lines, err := openleg.Read(data, c.Legs)
	if err != nil {
		return err
	}
	if c.Root != "" && c.Root != root(merkle.SM3, lines) && c.Root != root(merkle.SHA256, lines) {
		return failed(c.Legs, "open_legs.altered", "not the open data that the bulletin was made of: its root is another", "不是该通报所依据的开放数据：根值不符")
	}
	differ, figures, err := recount.Check(&c.Document, c.Scheme, lines)
	if err != nil {
		return err
	}
	for _, d := range differ {
		if _, err := fmt.Fprintln(out, d); err != nil {
			return err
		}
	}
	args := i18n.Args{"figures": figures, "legs": len(lines), "count": len(differ)}
	if len(differ) > 0 {
		return errs.New(errs.Conflict, "check.failed", message.Catalogue.Say(i18n.English, "prove.differ", args), message.Catalogue.Say(i18n.Chinese, "prove.differ", args))
	}
	_, err = fmt.Fprintln(out, message.Catalogue.Say(lang, "prove.recounted", args))
	return err
}

func root(h merkle.Hash, lines []openleg.Line) string {
	records := make([][]byte, len(lines))
	for i := range lines {
		records[i] = lines[i].Record()
	}
	return openleg.SealOf(h, records).Root
}

// Proof checks a proof, against the root that a bulletin prints where that is
// known, and says how the leg was counted. Errors: those of openleg.Proof.Check;
// Conflict ("proof.bulletin") where the root is another.
func Proof(files Files, out io.Writer, lang i18n.Lang, name, root string) error {
	data, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	p, err := openleg.DecodeProof(data)
	var line openleg.Line
	if err == nil {
		line, err = p.Check()
	}
	if err != nil {
		return errs.At(errs.Position{File: name}, err)
	}
	if root != "" && root != p.Root {
		return failed(name, "proof.bulletin", "the proof leads to another root than the bulletin prints: "+p.Root, "存证的根值与通报上印的不同："+p.Root)
	}
	_, err = fmt.Fprintln(out, message.Catalogue.Say(lang, "prove.counted", i18n.Args{
		"unit": line.Unit, "verdict": lang.Pick(line.Verdict.Chinese(), said(line)), "title": p.Title, "root": p.Root,
	}))
	return err
}

func said(l openleg.Line) string {
	if l.Verdict == "" {
		return "none"
	}
	return string(l.Verdict)
}
