// Package configfile reads and writes a region's configuration as files that
// people work on: YAML, CSV tables, workbooks.
package configfile

import (
	"path/filepath"
	"slices"
	"strings"

	"huying/internal/app/admin"
	"huying/internal/domain/csvtext"
	"huying/internal/edge/channel/sheet"
	"huying/internal/kernel/errs"
)

// Format 格式 is how a configuration is written down.
type Format string

// The formats.
const (
	YAML Format = "yaml"
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// FormatOf is the format that was asked for, or that the name of a file says.
func FormatOf(asked Format, name string) Format {
	if asked != "" {
		return asked
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		return CSV
	case ".xlsx":
		return XLSX
	}
	return YAML
}

// Read reads a configuration in any of the formats. A workbook is known
// by its content, whatever it is called.
func Read(data []byte, name string, asked Format) (admin.Config, error) {
	switch {
	case sheet.Is(data) || asked == XLSX:
		pages, err := sheet.ReadAll(data, name)
		if err != nil {
			return admin.Config{}, err
		}
		var parts []admin.Part
		for _, p := range pages {
			parts = append(parts, admin.Part{Place: name + "[" + p.Name + "]", Records: p.Records})
		}
		return admin.ReadTables(parts)
	case FormatOf(asked, name) == CSV:
		records, err := csvtext.Read(data, name)
		if err != nil {
			return admin.Config{}, err
		}
		for _, r := range records {
			for i, cell := range r.Fields {
				r.Fields[i] = csvtext.Bare(cell)
			}
		}
		return admin.ReadTables([]admin.Part{{Place: name, Records: records}})
	}
	return admin.ParseConfig(data, name)
}

// Write writes a configuration, or one table of it. Errors: Invalid for a part
// that there is not ("config.kind"), for CSV without one ("config.table"), and
// where there is nothing to write ("config.none").
func Write(c admin.Config, format Format, kind string) ([]byte, error) {
	if kind != "" && !slices.Contains(admin.TableNames(), kind) {
		return nil, errs.New(errs.Invalid, "config.kind",
			"there is no part "+kind+"; expected one of "+strings.Join(admin.TableNames(), ", "), "没有 "+kind+" 这一部分，可用 "+strings.Join(admin.TableNames(), "、"))
	}
	c = c.Only(kind)
	switch format {
	case CSV:
		if kind == "" {
			return nil, errs.New(errs.Invalid, "config.table",
				"a CSV file is one table; name its kind: "+strings.Join(admin.TableNames(), "|"), "CSV 只能是一张表，请指明 kind："+strings.Join(admin.TableNames(), "|"))
		}
		return oneTable(c)
	case XLSX:
		var pages []sheet.Page
		for _, t := range c.Tables() {
			pages = append(pages, sheet.Page(t))
		}
		if len(pages) == 0 {
			return nil, nothingOf(kind)
		}
		return sheet.Write(pages)
	}
	return c.YAML()
}

func oneTable(c admin.Config) ([]byte, error) {
	tables := c.Tables()
	if len(tables) != 1 {
		return nil, nothingOf("")
	}
	for _, row := range tables[0].Rows {
		for i, cell := range row {
			row[i] = csvtext.Inert(cell)
		}
	}
	return csvtext.Encode(tables[0].Rows, []byte(csvtext.Mark))
}

func nothingOf(kind string) error {
	return errs.New(errs.Invalid, "config.none", strings.TrimSpace("there is nothing to write "+kind), strings.TrimSpace("没有可导出的内容 "+kind))
}
