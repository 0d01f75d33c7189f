package cli

import (
	"context"
	"fmt"

	"huying/internal/edge/channel/configfile"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// ImportCmd takes configuration, and history from another system.
type ImportCmd struct {
	Cases  ImportCasesCmd  `cmd:"" help:"Take history from another system: a table with one row a leg." zh:"导入其他系统的历史数据：每个承办任务一行的表格。"`
	Config ImportConfigCmd `cmd:"" help:"Take units, rules, topics and other regions' figures from a YAML, CSV or XLSX file." zh:"从 YAML、CSV 或 XLSX 文件导入单位、规则、专题与其他地区的数字。"`
}

// ExportCmd gives it out again.
type ExportCmd struct {
	Legs   ExportLegsCmd   `cmd:"" help:"Write the open data of a published bulletin." zh:"导出已发布通报的开放数据。"`
	Cases  ExportCasesCmd  `cmd:"" help:"Write every case as a table with one row a leg." zh:"导出全部诉求件：每个承办任务一行的表格。"`
	Config ExportConfigCmd `cmd:"" help:"Write units, rules, topics and other regions' figures as YAML, CSV or XLSX." zh:"以 YAML、CSV 或 XLSX 导出单位、规则、专题与其他地区的数字。"`
}

// ImportConfigCmd brings a configuration file into force.
type ImportConfigCmd struct {
	File   string            `arg:"" help:"The file; - is standard input." zh:"文件；- 为标准输入。" placeholder:"FILE"`
	Format configfile.Format `help:"yaml, csv or xlsx (default: by the file's name)." zh:"yaml、csv 或 xlsx（默认按文件名）。" enum:",yaml,csv,xlsx" default:"" placeholder:"FORMAT"`
}

// Run applies the file as a whole, or nothing of it, and moves the open limits
// that an amended calendar moves.
func (c *ImportConfigCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	data, err := env.ReadFile(c.File)
	if err != nil {
		return err
	}
	config, err := configfile.Read(data, c.File, c.Format)
	if err != nil {
		return err
	}
	return using(ctx, env, g, writing, func(inst *installation) error {
		n, err := newAdmin(inst.store).Apply(ctx, inst.region, config)
		if err != nil {
			return err
		}
		// Also after no change: a run that was cut short here is made good.
		moved, err := newDesk(inst, false).Recompute(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "cli.configured", i18n.Args{"changes": n}))
		if moved > 0 {
			fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "cli.moved", i18n.Args{"cases": moved}))
		}
		return nil
	})
}

// ExportConfigCmd prints the whole configuration.
type ExportConfigCmd struct {
	Format configfile.Format `help:"yaml, csv or xlsx (default: by the file's name, else yaml)." zh:"yaml、csv 或 xlsx（默认按文件名，否则 yaml）。" enum:",yaml,csv,xlsx" default:"" placeholder:"FORMAT"`
	Kind   string            `help:"Only this part: units, external, or a kind of rule; CSV needs it." zh:"只导出此部分：units、external 或某种规则；CSV 须指明。" placeholder:"KIND"`
	Output string            `short:"o" help:"Write to this file instead of standard output." zh:"写入此文件，而非标准输出。" placeholder:"FILE"`
}

// Run prints what ImportConfigCmd reads.
func (c *ExportConfigCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return using(ctx, env, g, reading, func(inst *installation) error {
		config, err := newAdmin(inst.store).Config(ctx, inst.region)
		if err != nil {
			return err
		}
		text, err := configfile.Write(config, configfile.FormatOf(c.Format, c.Output), c.Kind)
		if code := errs.CodeOf(err); code == "config.kind" || code == "config.table" {
			return usageError{err}
		}
		if err != nil {
			return err
		}
		return env.deliver(c.Output, text)
	})
}
