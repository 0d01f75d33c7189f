package cli

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// ScoreCmd scores a plain table of units, without any installation.
type ScoreCmd struct {
	Table       string            `arg:"" optional:"" help:"CSV with list, unit, handled, surveyed, dissatisfied, avg_days and more (docs/scheme.md); - is standard input." zh:"CSV 表格，列有 list、unit、handled、surveyed、dissatisfied、avg_days 等（见 docs/scheme.md）；- 为标准输入。" placeholder:"TABLE.csv"`
	Scheme      string            `help:"A preset's name, or a YAML file (default ${default})." zh:"预设名称，或 YAML 文件（默认 ${default}）。" default:"kecheng-2019" placeholder:"FILE|NAME"`
	Reference   map[string]string `help:"Hold units against this value instead of the table's own mean." zh:"以此值而非表格的平均值为基准。" placeholder:"avg_days=DAYS"`
	Format      string            `help:"csv, json or table (default ${default})." zh:"csv、json 或 table（默认 ${default}）。" enum:"csv,json,table" default:"csv" placeholder:"FORMAT"`
	PrintScheme string            `help:"Print a preset's YAML and stop." zh:"打印预设的 YAML 后停止。" placeholder:"NAME"`
}

// Run scores the table, or prints a preset.
func (c *ScoreCmd) Run(env *Env) error {
	switch {
	case c.PrintScheme != "" && c.Table != "":
		return misuse("--print-scheme scores nothing; leave the table out", "--print-scheme 只打印办法，请去掉表格参数")
	case c.PrintScheme != "":
		return c.print(env)
	case c.Table == "":
		return misuse("expected TABLE.csv, or --print-scheme NAME", "缺少表格 TABLE.csv，或 --print-scheme NAME")
	}
	scheme, err := readScheme(env, c.Scheme)
	if err != nil {
		return err
	}
	options, err := c.options()
	if err != nil {
		return err
	}
	table, err := readTable(env, c.Table)
	if err != nil {
		return err
	}
	scored, err := scoring.ScoreTable(scheme, table, options)
	if errs.CodeOf(err) == "scoring.reference_unused" {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	return c.write(env, &scored)
}

// print writes a preset with its comments.
func (c *ScoreCmd) print(env *Env) error {
	text, err := scoring.PresetYAML(c.PrintScheme)
	if err != nil {
		return err
	}
	_, err = env.Stdout.Write(text)
	return err
}

// options are the references that the flags name.
func (c *ScoreCmd) options() (scoring.Options, error) {
	o := scoring.Options{Reference: map[scoring.Measure]exact.Value{}}
	for name, text := range c.Reference {
		m := scoring.Measure(name)
		if !m.Valid() {
			return o, misuse("--reference: "+name+" is not a measure; expected one such as avg_days",
				"--reference："+name+" 不是指标，应如 avg_days")
		}
		value, err := exact.Parse(text)
		if err != nil || value.Sign() < 0 {
			return o, misuse("--reference "+name+": "+text+" is not a number from 0; expected one such as avg_days=3.5",
				"--reference "+name+"："+text+" 不是非负数，应如 avg_days=3.5")
		}
		o.Reference[m] = value
	}
	return o, nil
}

// write prints the result in the format asked for; nothing before it is whole.
func (c *ScoreCmd) write(env *Env, scored *scoring.TableResult) error {
	format := map[string]func(*bytes.Buffer) error{
		"csv":   func(b *bytes.Buffer) error { return scored.CSV(b) },
		"json":  func(b *bytes.Buffer) error { return scored.JSON(b) },
		"table": func(b *bytes.Buffer) error { return scored.Text(b) },
	}[c.Format]
	var b bytes.Buffer
	if err := format(&b); err != nil {
		return err
	}
	_, err := env.Stdout.Write(b.Bytes())
	return err
}

// readScheme finds a preset by name, else reads a file.
func readScheme(env *Env, name string) (*scoring.Scheme, error) {
	presets := scoring.PresetKeys()
	if slices.Contains(presets, name) {
		return scoring.Preset(name)
	}
	data, err := env.ReadFile(name)
	if errs.CodeOf(err) == "file.missing" {
		known := strings.Join(presets, ", ")
		return nil, errs.At(errs.Position{File: name}, errs.New(errs.Invalid, "scheme.unknown",
			"neither a file nor a preset; presets are "+known, "既没有这个文件，也不是内置考核办法；内置的有 "+known))
	}
	if err != nil {
		return nil, err
	}
	return scoring.Parse(data, name)
}

// readTable reads a named table, or standard input.
func readTable(env *Env, name string) (scoring.Table, error) {
	r, err := env.Open(name)
	if err != nil {
		return scoring.Table{}, err
	}
	table, err := scoring.ReadTable(r, name)
	return table, errors.Join(err, r.Close())
}
