package workbook

import "github.com/xuri/excelize/v2"

// look is how a cell looks.
type look struct {
	size                               float64 // 0: as usual
	depth                              int     // of a part
	format                             string  // of a figure
	bold, wrap, centred, right, filled bool
}

// style is the style of a look: made once, since a workbook holds few.
func (b *book) style(l look) (int, error) {
	if id, ok := b.styles[l]; ok {
		return id, nil
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "宋体", Size: 11, Bold: l.bold},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: l.wrap, Indent: 2 * l.depth},
	}
	if l.size > 0 {
		s.Font.Size = l.size
	}
	switch {
	case l.centred:
		s.Alignment.Horizontal = "center"
	case l.right:
		s.Alignment.Horizontal = "right"
	}
	if l.filled {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF7"}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.NewStyle(s)
	if err == nil {
		b.styles[l] = id
	}
	return id, err
}
