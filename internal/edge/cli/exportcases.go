package cli

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"slices"

	"huying/internal/app/desk"
	"huying/internal/domain/csvtext"
	"huying/internal/edge/cli/folder"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/i18n"
)

// ExportCasesCmd writes every case in the columns that ImportCasesCmd reads.
type ExportCasesCmd struct {
	Excel  bool   `help:"Begin with a byte order mark, without which Excel garbles Chinese." zh:"开头加字节序标记，Excel 打开中文才不乱码。"`
	Output string `short:"o" help:"Write to this file instead of standard output." zh:"写入此文件，而非标准输出。" placeholder:"FILE.csv"`
}

// Run writes one snapshot of the records, as CSV in UTF-8.
func (c *ExportCasesCmd) Run(ctx context.Context, env *Env, g *Globals) (err error) {
	inst, err := openInstallation(ctx, env, g, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inst.Close()) }()
	out, err := env.Create(c.Output)
	if err != nil {
		return err
	}
	defer out.Abandon()
	progress := env.Progress(message.Catalogue.Say(env.Lang, "export.cases", nil), 0)
	defer progress.Stop()
	if c.Excel {
		if _, err := io.WriteString(out, csvtext.Mark); err != nil {
			return folder.Unwritable(c.Output, err)
		}
	}
	w := csv.NewWriter(out)
	header := true
	done, err := newDesk(inst, false).Export(ctx, func(row []string) error {
		if !header {
			progress.Add(1)
		}
		header = false
		for i, cell := range row {
			row[i] = csvtext.Inert(cell)
		}
		return folder.Unwritable(c.Output, w.Write(row))
	})
	if err != nil {
		return err
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return folder.Unwritable(c.Output, err)
	}
	if err := out.Commit(); err != nil {
		return err
	}
	progress.Done()
	c.warn(env, done)
	return nil
}

// warn says what was not written.
func (c *ExportCasesCmd) warn(env *Env, done desk.Exported) {
	if done.Excluded > 0 {
		env.say(message.Catalogue.Say(env.Lang, "export.excluded", i18n.Args{"count": done.Excluded}))
	}
	if done.Disclosed > 0 {
		env.say(message.Catalogue.Say(env.Lang, "export.unmarked", i18n.Args{"count": done.Disclosed}))
	}
	for _, state := range slices.Sorted(maps.Keys(done.LeftOut)) {
		env.say(message.Catalogue.Say(env.Lang, "export.left_out", i18n.Args{
			"count": done.LeftOut[state], "state": env.Lang.Pick(state.Chinese(), string(state)),
		}))
	}
}
