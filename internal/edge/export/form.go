package export

import (
	"io"
	"slices"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/openleg"
	"huying/internal/edge/export/docx"
	"huying/internal/edge/export/paper"
	"huying/internal/edge/export/pdf"
	"huying/internal/edge/export/workbook"
	"huying/internal/kernel/errs"
)

// Form is a form in which a bulletin can be kept.
type Form struct {
	Key   string                                                  // the extension of its files
	Media string                                                  // its media type
	Write func(bulletin.Document, *openleg.Seal, io.Writer) error // with the seal of its open data, where it has any
}

// Forms are all forms, those that machines read first. PDF embeds the TrueType
// font in the file named, or, with no name, one that the operating system
// usually has.
func Forms(font string) []Form {
	return []Form{
		{"json", "application/json; charset=utf-8", JSON},
		{"xlsx", workbook.Media, XLSX},
		{"md", "text/markdown; charset=utf-8", Markdown},
		{"html", "text/html; charset=utf-8", HTML},
		{"docx", docx.Media, DOCX},
		{"pdf", pdf.Media, func(d bulletin.Document, seal *openleg.Seal, w io.Writer) error { return PDF(d, seal, font, w) }},
	}
}

// Find is the form with a key; an unknown one is JSON.
func Find(key, font string) Form {
	all := Forms(font)
	return all[max(0, slices.IndexFunc(all, func(f Form) bool { return f.Key == key }))]
}

// Offered are the forms that can be made here: without a font named or found,
// all but PDF.
func Offered(font string) []Form {
	all := Forms(font)
	if font == "" {
		if _, err := pdf.Find(""); err != nil {
			return slices.DeleteFunc(all, func(f Form) bool { return f.Media == pdf.Media })
		}
	}
	return all
}

// XLSX writes the document as a workbook with a sheet for each table.
func XLSX(d bulletin.Document, seal *openleg.Seal, w io.Writer) error {
	p := paper.Of(&d, seal)
	return errs.Wrap("export.XLSX", workbook.Write(&p, d.AsOf.Time, w))
}

// DOCX writes the document as an official document for Word.
func DOCX(d bulletin.Document, seal *openleg.Seal, w io.Writer) error {
	p := paper.Of(&d, seal)
	return errs.Wrap("export.DOCX", docx.Write(&p, d.AsOf.Time, w))
}

// PDF writes the document as PDF. Errors: those of pdf.Find and pdf.Write.
func PDF(d bulletin.Document, seal *openleg.Seal, font string, w io.Writer) error {
	face, err := pdf.Find(font)
	if err != nil {
		return errs.Wrap("export.PDF", err)
	}
	p := paper.Of(&d, seal)
	return errs.Wrap("export.PDF", pdf.Write(&p, d.AsOf.Time, face, w))
}
