package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"huying/internal/app/desk"
	"huying/internal/domain/csvtext"
	"huying/internal/domain/history"
	"huying/internal/edge/channel/sheet"
	"huying/internal/edge/cli/message"
	"huying/internal/edge/cli/progress"
	"huying/internal/kernel/i18n"
)

// ImportCasesCmd takes in history from another system (docs/import.md).
type ImportCasesCmd struct {
	File        string `arg:"" help:"A table with one row a leg: CSV in UTF-8 or GB18030, or XLSX; - is standard input." zh:"每个承办任务一行的表格：CSV（UTF-8 或 GB18030）或 XLSX；- 为标准输入。" placeholder:"FILE"`
	CreateUnits bool   `help:"Make the units that the region does not have." zh:"新建本地区没有的单位。"`
	SkipBad     bool   `help:"Take in the good cases, and write the rows of the others to FILE.rejected.csv." zh:"只导入无误的诉求件，其余各行写入 FILE.rejected.csv。"`
}

// Run takes in the whole table or, unless told to skip bad cases, nothing.
func (c *ImportCasesCmd) Run(ctx context.Context, env *Env, g *Globals) (err error) {
	if c.SkipBad && c.File == standard {
		return misuse("--skip-bad needs a named file, to write its rejected rows beside it", "--skip-bad 须指定文件名，退回的行写在其旁边")
	}
	data, err := env.ReadFile(c.File)
	if err != nil {
		return err
	}
	table, err := readHistory(data, c.File)
	if err != nil {
		return err
	}
	inst, err := openInstallation(ctx, env, g, writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inst.Close()) }()
	done, err := c.take(ctx, env, inst, table)
	if err != nil {
		if n := len(done.Rejected); n > 0 {
			env.say(message.Catalogue.Say(env.Lang, "import.nothing", i18n.Args{"rows": n}))
		}
		return err
	}
	if err := inst.store.Analyze(ctx); err != nil {
		return err
	}
	return errors.Join(c.report(env, done), c.reject(env, data, done))
}

// readHistory tells a workbook from a text by its first bytes.
func readHistory(data []byte, name string) (history.Table, error) {
	if !sheet.Is(data) {
		return history.ReadCSV(data, name)
	}
	records, err := sheet.Read(data, name)
	if err != nil {
		return history.Table{}, err
	}
	return history.NewTable(name, records)
}

func (c *ImportCasesCmd) take(ctx context.Context, env *Env, inst *installation, table history.Table) (desk.Imported, error) {
	var progress *progress.Step
	told := 0
	defer func() {
		if progress != nil {
			progress.Stop()
		}
	}()
	done, err := newDesk(inst, false).Import(ctx, table, desk.ImportOptions{
		CreateUnits: c.CreateUnits, SkipBad: c.SkipBad,
		Progress: func(n, total int) {
			if progress == nil || n < told { // the transaction runs again
				progress, told = env.Progress(message.Catalogue.Say(env.Lang, "import.cases", nil), int64(total)), 0
			}
			progress.Add(int64(n - told))
			told = n
		},
	})
	if err == nil && progress != nil {
		progress.Done()
	}
	return done, err
}

// report says what was taken in.
func (c *ImportCasesCmd) report(env *Env, done desk.Imported) error {
	for _, line := range []struct {
		key i18n.Key
		n   int
	}{{"import.persons", done.Persons}, {"import.noted", done.Noted}, {"import.erased", done.Erased}} {
		if line.n > 0 {
			env.say(message.Catalogue.Say(env.Lang, line.key, i18n.Args{"count": line.n}))
		}
	}
	_, err := fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "import.done", i18n.Args{
		"new": done.New, "continued": done.Continued, "same": done.Same, "commands": done.Commands, "units": len(done.Units), "rejected": len(done.Rejected),
	}))
	return err
}

// reject writes the rows that were not taken in, in the encoding that they
// came in, and returns their problems.
func (c *ImportCasesCmd) reject(env *Env, data []byte, done desk.Imported) error {
	if len(done.Rejected) == 0 {
		return nil
	}
	if sheet.Is(data) {
		data = []byte("\uFEFF") // whoever works with workbooks opens CSV in the same program
	}
	text, err := csvtext.Encode(history.RejectedTable(done.Header, done.Rejected, func(r history.Rejected) string {
		if len(r.Problems) == 0 {
			return message.Catalogue.Say(env.Lang, "import.along", nil)
		}
		return strings.Join(lines(env.Lang, errors.Join(r.Problems...)), "; ")
	}), data)
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(c.File, filepath.Ext(c.File)) + ".rejected.csv"
	var problems []error
	for _, r := range done.Rejected {
		problems = append(problems, r.Problems...)
	}
	return errors.Join(env.WriteFile(name, text), errors.Join(problems...))
}
