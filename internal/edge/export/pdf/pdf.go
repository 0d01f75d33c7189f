// Package pdf prints a bulletin as PDF: the page of official documents (GB/T
// 9704-2012), a TrueType font of which the used glyphs are embedded, and
// bookmarks of all headings.
package pdf

import (
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"huying/internal/edge/export/paper"
	"huying/internal/kernel/errs"
)

// Media is the media type of what Write writes.
const Media = "application/pdf"

// The page of GB/T 9704-2012 in millimetres: A4 and its margins.
const (
	left, top, right, bottom = 28, 37, 26, 35
	wide                     = 210 - left - right // 156, the type area
	foot                     = 297 - bottom       // where the type area ends
)

// Write prints the paper with a font. The file says that it was made at the
// given moment; the same paper, moment and font give the same bytes. Errors:
// Invalid ("pdf.glyphs") when the font lacks a character of the paper.
func Write(p *paper.Paper, made time.Time, font Font, w io.Writer) error {
	if err := font.covers(p); err != nil {
		return err
	}
	out := fpdf.New("P", "mm", "A4", "")
	out.SetMargins(left, top, right)
	out.SetAutoPageBreak(false, bottom)
	out.SetCellMargin(0)
	out.SetCreationDate(made.UTC())
	out.SetModificationDate(made.UTC())
	out.SetCatalogSort(true)
	out.SetTitle(p.Title, true)
	out.SetLang("zh-CN")
	out.SetProducer("Huying", false)
	out.AddUTF8FontFromBytes(family, "", font.data)
	pr := &printing{out: out}
	out.SetFooterFunc(pr.number)
	out.AddPage()
	pr.head(p)
	pr.prose(p.Prose)
	if len(p.Annex) > 0 {
		out.AddPage()
		pr.annex(p.Annex)
	}
	for _, seal := range p.Seals {
		pr.gap(4)
		pr.lines(small, seal.Name+"："+seal.Text)
	}
	return errs.Wrap("pdf.Write", out.Output(w))
}

// family is what the one font is called inside.
const family = "song"

// kind is how a line of text looks: its size and the pitch of its lines in
// points, its indent in characters.
type kind struct {
	size, pitch float64
	indent      int
	centred     bool
}

// The kinds of lines. Sizes are those of GB/T 9704: 2号 is 22 points, 3号 16,
// 4号 14; lines stand 28.95 points apart.
var (
	title   = kind{size: 22, pitch: 34, centred: true}
	facts   = kind{size: 14, pitch: 24, centred: true}
	heading = kind{size: 16, pitch: 28.95, indent: 2}
	body    = kind{size: 16, pitch: 28.95, indent: 2}
	annexed = kind{size: 16, pitch: 28.95}
	part    = kind{size: 14, pitch: 24}
	small   = kind{size: 11, pitch: 19}
	cell    = kind{size: 9, pitch: 13}
)

// point is a point in millimetres.
const point = 25.4 / 72

func (k kind) high() float64 { return k.pitch * point }

// printing is a PDF that is being written from top to bottom.
type printing struct {
	out             *fpdf.Fpdf
	firsts, seconds int
}

// number is the foot of a page: the number, outside, with a dash at each side.
func (p *printing) number() {
	p.use(facts)
	align := "R"
	if p.out.PageNo()%2 == 0 {
		align = "L"
	}
	side := p.measure("一")
	p.out.SetXY(left+side, foot+7)
	p.out.CellFormat(wide-2*side, facts.high(), "— "+decimal(p.out.PageNo())+" —", "", 0, align, false, 0, "")
}

func (p *printing) use(k kind) { p.out.SetFont(family, "", k.size) }

func (p *printing) measure(text string) float64 { return p.out.GetStringWidth(text) }

// room begins a new page unless so much room is left on this one.
func (p *printing) room(high float64) {
	if p.out.GetY()+high > foot+0.01 {
		p.out.AddPage()
	}
}

func (p *printing) gap(high float64) { p.out.SetY(min(p.out.GetY()+high, foot)) }

// lines prints a paragraph.
func (p *printing) lines(k kind, text string) {
	p.use(k)
	align := "L"
	if k.centred {
		align = "C"
	}
	for _, line := range broken(strings.Repeat("　", k.indent)+clean(text), wide, p.measure) {
		p.room(k.high())
		p.out.SetX(left)
		p.out.CellFormat(wide, k.high(), line, "", 1, align, false, 0, "")
	}
}

// clean keeps a text on its lines: what breaks or controls lines is a space.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}
