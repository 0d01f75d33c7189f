package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"huying/internal/edge/export/paper"
)

// body collects word/document.xml.
type body struct {
	bytes.Buffer
	firsts, seconds int // headings numbered so far
}

const opening = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
	`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>`

// closing is the page of GB/T 9704-2012, in twentieths of a point: A4, the
// margins 37 mm above, 28 mm at the binding, 26 mm outside, 35 mm below; a grid of
// 22 lines of 28.95 points. That 28 characters fill a line is left to the styles,
// which set them a quarter of a point closer: programs disagree about grids of
// characters.
const closing = `<w:sectPr><w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" r:id="even"/>` +
	`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>` +
	`<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr></w:body></w:document>`

func document(p *paper.Paper) []byte {
	var b body
	b.WriteString(opening)
	b.paragraph("Title", p.Title)
	facts := make([]string, len(p.Facts))
	for i, f := range p.Facts {
		facts[i] = f.Name + "：" + f.Text
	}
	for len(facts) > 0 {
		n := min(2, len(facts))
		b.paragraph("Facts", strings.Join(facts[:n], "　"))
		facts = facts[n:]
	}
	b.paragraph("Text", "")
	b.prose(p.Prose)
	if len(p.Annex) > 0 {
		b.annex(p.Annex)
	}
	for _, seal := range p.Seals {
		b.paragraph("Small", seal.Name+"："+seal.Text)
	}
	b.WriteString(closing)
	return b.Bytes()
}

func (b *body) prose(blocks []paper.Block) {
	for _, block := range blocks {
		switch block := block.(type) {
		case paper.Heading:
			b.numbered(block)
		case paper.Paragraph:
			b.paragraph("Text", string(block))
		case paper.Items:
			b.items("Text", block)
		case *paper.Table:
			b.table(block)
		}
	}
}

// numbered writes a heading with its number: 一、 and （一）.
func (b *body) numbered(h paper.Heading) {
	if h.Level == 1 {
		b.firsts, b.seconds = b.firsts+1, 0
		b.paragraph("Heading1", paper.Numeral(b.firsts)+"、"+h.Text)
		return
	}
	b.seconds++
	b.paragraph("Heading2", "（"+paper.Numeral(b.seconds)+"）"+h.Text)
}

// annex writes the tables from a new page on, each with its number.
func (b *body) annex(blocks []paper.Block) {
	b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
	n := 0
	for _, block := range blocks {
		switch block := block.(type) {
		case paper.Heading:
			if block.Level == 1 {
				n++
				b.paragraph("Annex", fmt.Sprintf("附表%d　%s", n, block.Text))
			} else {
				b.paragraph("Part", block.Text)
			}
		case paper.Paragraph:
			b.paragraph("Small", string(block))
		case paper.Items:
			b.items("Small", block)
		case *paper.Table:
			b.table(block)
		}
	}
}

func (b *body) items(style string, items paper.Items) {
	for i, item := range items {
		b.paragraph(style, fmt.Sprintf("%d. %s", i+1, item))
	}
}

func (b *body) paragraph(style, text string) { b.aligned(style, "", text) }

// aligned is a paragraph with an alignment other than its style's.
func (b *body) aligned(style, align, text string) {
	b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>`)
	if align != "" {
		b.WriteString(`<w:jc w:val="` + align + `"/>`)
	}
	b.WriteString(`</w:pPr>`)
	if text != "" {
		b.WriteString(`<w:r><w:t xml:space="preserve">`)
		escape(&b.Buffer, text)
		b.WriteString(`</w:t></w:r>`)
	}
	b.WriteString(`</w:p>`)
}

// escape writes a text so that none can become markup; what XML cannot hold
// becomes a replacement character.
func escape(b *bytes.Buffer, text string) {
	_ = xml.EscapeText(b, []byte(text)) // a Buffer takes everything
}
