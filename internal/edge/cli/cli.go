package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"huying/internal/edge/cli/folder"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/i18n"
)

// root is the command line: the global flags, and a line for each verb.
type root struct {
	Globals

	Demo     DemoCmd     `cmd:"" help:"Build a district's quarters case by case and open their bulletin." zh:"逐件办理演示区县的案件，并打开其通报。"`
	Init     InitCmd     `cmd:"" help:"Make an empty installation." zh:"建立空的安装目录。"`
	Serve    ServeCmd    `cmd:"" help:"Serve the pages on this machine." zh:"在本机提供网页。"`
	Bulletin BulletinCmd `cmd:"" help:"Print the bulletin of a period as of a moment." zh:"打印某一时期、某一取数时间的通报。"`
	Score    ScoreCmd    `cmd:"" help:"Score and rank a table of units by a scheme." zh:"按考核办法为单位表格计分、排名。"`
	Import   ImportCmd   `cmd:"" help:"Take configuration, or history from another system." zh:"导入配置，或其他系统的历史数据。"`
	Export   ExportCmd   `cmd:"" help:"Give configuration, or the cases, out." zh:"导出配置，或诉求件。"`
	Doctor   DoctorCmd   `cmd:"" help:"Hold the events of every case against its rows." zh:"以事件核对每件诉求件的台账。"`
	Verify   VerifyCmd   `cmd:"" help:"Recompute every chain of events, daily anchor and published bulletin." zh:"重算事件链、每日锚点与已发布通报的校验值。"`
	Backup   BackupCmd   `cmd:"" help:"Copy the records into one file, while they are served." zh:"在线备份数据到一个文件。"`
	Restore  RestoreCmd  `cmd:"" help:"Put a backup where no records are, and verify it." zh:"将备份恢复到空处并核验。"`
	User     UserCmd     `cmd:"" help:"Let people in: accounts, roles, links, passwords." zh:"管理账号、角色、开户链接与密码。"`
	Keys     KeysCmd     `cmd:"" help:"The keys under which persons are sealed." zh:"管理加密诉求人信息的密钥。"`
	Jobs     JobsCmd     `cmd:"" help:"What is done outside of requests: list, retry, cancel." zh:"查看、重试、取消后台作业。"`
	Rebuild  RebuildCmd  `cmd:"" help:"Count anew, from the cases, what figures are made of." zh:"由诉求件重新汇总统计数据。"`
	Migrate  MigrateCmd  `cmd:"" help:"Bring the records up to this program's schema." zh:"把数据结构升级到本程序的版本。"`
	Version  VersionCmd  `cmd:"" help:"Print the version." zh:"打印版本。"`
}

// Main runs the command that env.Args name and returns the exit code of design
// §4.1. It never ends the process, and a panic becomes exit code 1, since the
// runtime's own would read as wrong usage.
func Main(ctx context.Context, env *Env) (code int) {
	out := &watched{Writer: env.Stdout}
	own := *env
	own.Stdout, own.Lang = out, guessLang(env)
	defer func() {
		if cause := recover(); cause != nil {
			own.say(message.Catalogue.Say(own.Lang, "cli.internal", i18n.Args{"problem": cause}))
			fmt.Fprintf(own.Stderr, "%s", debug.Stack())
			code = exitFailed
		}
	}()
	if own.Interrupt != nil {
		var stop context.CancelFunc
		ctx, stop = own.Interrupt(ctx)
		defer stop()
	}
	err := own.run(ctx)
	if out.failed != nil {
		err = folder.Unwritable(standard, out.failed) // what else went wrong follows from it
	}
	return own.report(ctx, err)
}

// run parses the command line and runs its verb.
func (e *Env) run(ctx context.Context) error {
	var cmd root
	helped := false
	parser, err := kong.New(&cmd,
		kong.Name("huying"),
		kong.Description("Huying 呼应: the 12345 hotline, from the citizen's call to the published bulletin."),
		kong.Writers(e.Stdout, e.Stderr),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Help(e.help),
		kong.Resolvers(e.variables()),
	)
	if err != nil {
		return err // the grammar itself is wrong; every test of the package meets it
	}
	parsed, err := parser.Parse(e.Args)
	switch {
	case helped:
		return nil
	case err != nil:
		return e.misused(err)
	}
	if cmd.Lang != "" {
		e.Lang = cmd.Lang
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed.Run(e, &cmd.Globals)
}

// report says on standard error what went wrong and returns the exit code.
func (e *Env) report(ctx context.Context, err error) int {
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		e.say(message.Catalogue.Say(e.Lang, "cli.interrupted", nil))
		return exitFailed
	}
	for _, line := range lines(e.Lang, err) {
		e.say(line)
	}
	return exitCode(err)
}

// say writes one line to standard error.
func (e *Env) say(line string) { fmt.Fprintln(e.Stderr, line) }
