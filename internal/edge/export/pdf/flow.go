package pdf

import (
	"strconv"
	"strings"

	"huying/internal/edge/export/paper"
)

func decimal(n int) string { return strconv.Itoa(n) }

// head prints the title and what the bulletin is about.
func (p *printing) head(of *paper.Paper) {
	p.lines(title, of.Title)
	p.gap(3)
	said := make([]string, len(of.Facts))
	for i, f := range of.Facts {
		said[i] = f.Name + "：" + f.Text
	}
	for len(said) > 0 {
		n := min(2, len(said))
		p.lines(facts, strings.Join(said[:n], "　"))
		said = said[n:]
	}
	p.gap(body.high())
}

func (p *printing) prose(blocks []paper.Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case paper.Heading:
			p.numbered(b)
		case paper.Paragraph:
			p.lines(body, string(b))
		case paper.Items:
			p.items(body, b)
		case *paper.Table:
			p.table(b)
		}
	}
}

// numbered prints a heading of the prose with its number, and not as the last
// line of a page.
func (p *printing) numbered(h paper.Heading) {
	if h.Level == 1 {
		p.firsts, p.seconds = p.firsts+1, 0
		p.heading(heading, 1, paper.Numeral(p.firsts)+"、"+h.Text)
		return
	}
	p.seconds++
	p.heading(heading, 2, "（"+paper.Numeral(p.seconds)+"）"+h.Text)
}

func (p *printing) heading(k kind, level int, text string) {
	p.room(2 * k.high())
	p.out.Bookmark(clean(text), level-1, -1)
	p.lines(k, text)
}

// annex prints the tables, each under its number.
func (p *printing) annex(blocks []paper.Block) {
	n := 0
	for i, b := range blocks {
		switch b := b.(type) {
		case paper.Heading:
			p.room(p.together(blocks[i:]))
			if b.Level == 1 {
				n++
				if n > 1 {
					p.gap(3)
				}
				p.heading(annexed, 1, "附表"+decimal(n)+"　"+b.Text)
			} else {
				p.heading(part, 2, b.Text)
			}
		case paper.Paragraph:
			p.lines(small, string(b))
		case paper.Items:
			p.items(small, b)
		case *paper.Table:
			p.table(b)
		}
	}
}

// together is how high the headings at the start of blocks are with the first
// rows of what follows: they stay together.
func (p *printing) together(blocks []paper.Block) float64 {
	high := 0.0
	for _, b := range blocks {
		switch b := b.(type) {
		case paper.Heading:
			high += annexed.high()
		case *paper.Table:
			for _, row := range b.Rows[:min(2, len(b.Rows))] {
				high += p.measured(b, row).high
			}
			return high + p.headRow(b).high
		default:
			return high + 2*small.high()
		}
	}
	return high
}

func (p *printing) items(k kind, items paper.Items) {
	for i, item := range items {
		p.lines(k, decimal(i+1)+". "+item)
	}
}
