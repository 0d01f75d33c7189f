// Package docx prints a bulletin as a Word document (ECMA-376) in the style of
// official documents, GB/T 9704-2012: A4 with a type area of 156 by 225 mm, 22
// lines of 28 characters, the title in 小标宋 of size 2, text in 仿宋 of size 3,
// headings "一、" in 黑体 and "（一）" in 楷体, page numbers outside at the foot.
// Fonts are named, not embedded: an office has them, and may not pass them on.
package docx

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"io"
	"time"

	"huying/internal/edge/export/paper"
	"huying/internal/kernel/errs"
)

// Media is the media type of what Write writes.
const Media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

//go:embed parts
var parts embed.FS

// fixed are the parts that are the same in every bulletin, by their name in
// the file.
var fixed = []struct{ name, from string }{
	{"[Content_Types].xml", "content_types.xml"},
	{"_rels/.rels", "rels.xml"},
	{"word/_rels/document.xml.rels", "document_rels.xml"},
	{"word/styles.xml", "styles.xml"},
	{"word/settings.xml", "settings.xml"},
	{"word/footer_odd.xml", "footer_odd.xml"},
	{"word/footer_even.xml", "footer_even.xml"},
}

// Write prints the paper. The file says that it was made at the given moment;
// the same paper and moment give the same bytes.
func Write(p *paper.Paper, made time.Time, w io.Writer) error {
	archive := zip.NewWriter(w)
	put := func(name string, body []byte) error {
		part, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made.UTC()})
		if err == nil {
			_, err = part.Write(body)
		}
		return err
	}
	for _, f := range fixed {
		body, err := parts.ReadFile("parts/" + f.from)
		if err == nil {
			err = put(f.name, body)
		}
		if err != nil {
			return errs.Wrap("docx.Write", err)
		}
	}
	if err := put("docProps/core.xml", properties(p, made)); err != nil {
		return errs.Wrap("docx.Write", err)
	}
	if err := put("word/document.xml", document(p)); err != nil {
		return errs.Wrap("docx.Write", err)
	}
	return errs.Wrap("docx.Write", archive.Close())
}

// properties are what a file manager shows of the document.
func properties(p *paper.Paper, made time.Time) []byte {
	var b bytes.Buffer
	moment := made.UTC().Format(time.RFC3339)
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`)
	escape(&b, p.Title)
	fmt.Fprintf(&b, `</dc:title><dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created>`+
		`<dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified></cp:coreProperties>`, moment, moment)
	return b.Bytes()
}
