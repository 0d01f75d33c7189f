package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"huying/internal/app/admin"
	"huying/internal/domain/csvtext"
	"huying/internal/edge/channel/sheet"
	"huying/internal/kernel/errs"
)

// configFormat is how a configuration is written down.
type configFormat string

const (
	asYAML configFormat = "yaml"
	asCSV  configFormat = "csv"
	asXLSX configFormat = "xlsx"
)

// formatOf is the format that was asked for, or that the name of a file says.
func formatOf(asked configFormat, name string) configFormat {
	if asked != "" {
		return asked
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		return asCSV
	case ".xlsx":
		return asXLSX
	}
	return asYAML
}

// readConfig reads a configuration in any of the formats. A workbook is known
// by its content, whatever it is called.
func readConfig(data []byte, name string, asked configFormat) (admin.Config, error) {
	switch {
	case sheet.Is(data) || asked == asXLSX:
		pages, err := sheet.ReadAll(data, name)
		if err != nil {
			return admin.Config{}, err
		}
		var parts []admin.Part
		for _, p := range pages {
			parts = append(parts, admin.Part{Place: name + "[" + p.Name + "]", Records: p.Records})
		}
		return admin.ReadTables(parts)
	case formatOf(asked, name) == asCSV:
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

// writeConfig writes a configuration, or one table of it.
func writeConfig(c admin.Config, format configFormat, kind string) ([]byte, error) {
	if kind != "" && !slices.Contains(admin.TableNames(), kind) {
		return nil, misuse("--kind "+kind+"; expected one of "+strings.Join(admin.TableNames(), ", "), "--kind "+kind+" 无效，可用 "+strings.Join(admin.TableNames(), "、"))
	}
	c = c.Only(kind)
	switch format {
	case asCSV:
		if kind == "" {
			return nil, misuse("a CSV file is one table; which one? --kind "+strings.Join(admin.TableNames(), "|"), "CSV 只能是一张表，请用 --kind 指明："+strings.Join(admin.TableNames(), "|"))
		}
		return configCSV(c)
	case asXLSX:
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

func configCSV(c admin.Config) ([]byte, error) {
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
