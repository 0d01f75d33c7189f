package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"huying/internal/edge/export"
	"huying/internal/edge/web"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// ServeCmd serves the pages and the API. The pages are read-only and ask nobody
// to sign in, so only this machine can reach them (design §4.5).
type ServeCmd struct {
	Port int `help:"Port on 127.0.0.1 (default ${default}; 0 takes a free one)." zh:"127.0.0.1 上的端口（默认 ${default}；0 为任一空闲端口）。" default:"8312" placeholder:"PORT"`
}

// Run serves until it is asked to stop.
func (c *ServeCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return using(ctx, env, g, writing, func(inst *installation) error { return inst.serveWithFiles(ctx, env, g, c.Port) })
}

// Bounds of one request: pages and bodies are small.
const (
	headTime  = 5 * time.Second
	readTime  = 10 * time.Second
	writeTime = 60 * time.Second
	idleTime  = 2 * time.Minute
	maxHead   = 64 << 10
	stopTime  = 10 * time.Second
	maxPort   = 1<<16 - 1
)

// serve serves the pages of the installation and says where.
func (i *installation) serve(ctx context.Context, env *Env, port int) error {
	if port < 0 || port > maxPort {
		return misuse(fmt.Sprintf("--port %d; expected a number from 0 to %d", port, maxPort), fmt.Sprintf("--port %d：应为 0 至 %d 的数", port, maxPort))
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return errs.New(errs.Internal, "cli.listen",
			fmt.Sprintf("port %d on 127.0.0.1 cannot be taken: %s; choose another with --port", port, cause(err)),
			fmt.Sprintf("无法使用 127.0.0.1 的端口 %d：%s；请用 --port 另选", port, cause(err)))
	}
	server := &http.Server{
		Handler: i.doors(env), ReadHeaderTimeout: headTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHead,
	}
	address := "http://" + listener.Addr().String() + "/"
	fmt.Fprintln(env.Stdout, messages.Say(env.Lang, "cli.serving", i18n.Args{"address": address}))
	if err := i.sayExamples(ctx, env, address); err != nil {
		return errors.Join(err, listener.Close())
	}
	defer i.work(ctx, env)()
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		stopped <- server.Shutdown(wait)
	})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

func formats() []web.Format {
	return []web.Format{
		{Key: "json", Media: "application/json; charset=utf-8", Write: export.JSON},
		{Key: "md", Media: "text/markdown; charset=utf-8", Write: export.Markdown},
		{Key: "html", Media: "text/html; charset=utf-8", Write: export.HTML},
	}
}
