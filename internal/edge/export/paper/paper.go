// Package paper is what a bulletin says on paper, in order: headings,
// paragraphs, and tables of words and exact figures. Whoever prints it decides
// how it looks; nobody who prints it has to know the document.
package paper

import (
	"fmt"
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/openleg"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// Paper is one bulletin. Its language is Chinese, as the publication's is.
type Paper struct {
	Title string
	Facts []Fact  // what it is about, under the title
	Prose []Block // the text of the bulletin
	Annex []Block // the tables it speaks of, each under a heading, and the notes
	Seals []Fact  // by which it is told from another: hashes
}

// Fact is one line under the title.
type Fact struct{ Name, Text string }

// Block is a Heading, a Paragraph, Items or a *Table.
type Block interface{ block() }

// Heading opens a part, of level 1 or 2.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is one paragraph of words.
type Paragraph string

// Items are short paragraphs that belong together.
type Items []string

// Table is figures under their heads. Columns of words stand left of all
// others.
type Table struct {
	Name    string // tells it from the other tables, as short as may be
	Columns []Column
	Rows    [][]Cell // each as long as Columns
	Chart   int      // the column whose figures are worth a chart; 0: none
}

// Column is one column's head.
type Column struct {
	Name  string
	Words bool // names or sentences; otherwise figures
	Wide  int  // how many characters it would like to have room for
}

// Cell is one cell: as it is printed, and, of a figure, what it is.
type Cell struct {
	Text  string
	Value *exact.Value  // nil: words, or unknown
	Unit  bulletin.Unit // what Value is counted in
	Depth int           // how deep a part of the one above it is
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Items) block()     {}
func (*Table) block()    {}

// Of puts a document on paper, with the seal of its open data where it has any.
func Of(d *bulletin.Document, seal *openleg.Seal) Paper {
	p := Paper{
		Title: d.Title,
		Facts: []Fact{
			{"统计时间", d.Period.From.String() + " 至 " + d.Period.To.String()},
			{"取数时间", d.AsOf.Format("2006-01-02 15:04")},
			{"考核办法", d.Scheme},
			{"地区", d.Region.Name + "（" + d.Region.Code + "）"},
		},
		Seals: Seals(d, seal),
	}
	for _, s := range d.Text {
		p.Prose = append(p.Prose, Heading{1, s.Heading})
		for _, words := range s.Paragraphs {
			p.Prose = append(p.Prose, Paragraph(words))
		}
	}
	var a annex
	if !d.Empty() {
		a.tables(d)
	}
	a.notes(d.NotesIn(i18n.Chinese))
	p.Annex = a.blocks
	return p
}

// Seals are the hashes by which a document is told from another, and its open
// data.
func Seals(d *bulletin.Document, seal *openleg.Seal) []Fact {
	var all []Fact
	if d.Hash != "" {
		all = append(all, Fact{"文档校验 SM3", d.Hash})
	}
	if seal != nil {
		all = append(all, Fact{fmt.Sprintf("开放数据%d件次，根值 %s", seal.Legs, strings.ToUpper(string(seal.Hash))), seal.Root})
	}
	return all
}

// Tables are the tables of the annex, in order.
func (p *Paper) Tables() []*Table {
	var all []*Table
	for _, b := range p.Annex {
		if t, ok := b.(*Table); ok {
			all = append(all, t)
		}
	}
	return all
}
