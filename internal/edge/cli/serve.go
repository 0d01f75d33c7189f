package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"huying/internal/edge/api"
	"huying/internal/edge/cli/door"
	"huying/internal/edge/cli/folder"
	"huying/internal/edge/cli/message"
	"huying/internal/edge/serving"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/store"
)

// ServeCmd serves the pages and the API. Where others than this machine can
// come, they see without signing in what is published, and nothing else.
type ServeCmd struct {
	Port int `help:"Port (default ${default}; 0 takes a free one)." zh:"端口（默认 ${default}；0 为任一空闲端口）。" default:"8312" placeholder:"PORT"`
	door.Door
}

// Run serves until it is asked to stop.
func (c *ServeCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	c.Log = true
	if err := c.Check(env, env.Path(g.Data)); err != nil {
		return err
	}
	return using(ctx, env, g, writing, func(inst *installation) error {
		inst.door = c.Door
		return inst.serveWithFiles(ctx, env, g, c.Port)
	})
}

const (
	stopTime = 10 * time.Second
	maxPort  = 1<<16 - 1
)

// serve serves the installation and says where.
func (i *installation) serve(ctx context.Context, env *Env, port int) error {
	if port < 0 || port > maxPort {
		return misuse(fmt.Sprintf("--port %d; expected a number from 0 to %d", port, maxPort), fmt.Sprintf("--port %d：应为 0 至 %d 的数", port, maxPort))
	}
	listener, err := listen(ctx, i.door.Listen(), port)
	if err != nil {
		return err
	}
	metrics, unmeasure, err := i.measure(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer unmeasure()
	traces, untrace, err := i.trace(ctx, env)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer untrace()
	front := i.front(env, metrics, traces)
	server := serving.Server(front, nil)
	address := i.door.Scheme() + "://" + listener.Addr().String() + "/"
	fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "cli.serving", i18n.Args{"address": address}))
	if err := i.sayExamples(ctx, env, address); err != nil {
		return errors.Join(err, listener.Close())
	}
	defer i.work(ctx, env, traces)()
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		front.Stopping()
		wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		stopped <- server.Shutdown(wait)
	})
	if err := i.door.Answer(ctx, server, listener, env.say); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// front is before all doors.
func (i *installation) front(env *Env, m *serving.Metrics, t *serving.Traces) *serving.Front {
	o := serving.Options{
		Ready:   func(ctx context.Context) error { return i.store.View(ctx, i.there) },
		Address: i.door.From(), PerAddress: i.door.RateAddress, PerAccount: i.door.RateAccount,
		Strict: i.door.Secure(), Metrics: m, Traces: t,
	}
	if i.door.Log {
		o.Log = serving.NewLog(env.Stderr)
	}
	people := i.people(env)
	o.Account = api.Holder(people)
	return serving.New(i.doors(env, people), o)
}

// there asks whether the records answer.
func (i *installation) there(tx *store.Tx) error {
	_, err := tx.Regions()
	return err
}

// measure shows the counters at the address that the door has for them, until
// they are needed no more.
func (i *installation) measure(ctx context.Context) (_ *serving.Metrics, end func(), err error) {
	if i.door.Metrics == "" {
		return nil, func() {}, nil
	}
	m := serving.NewMetrics(func() serving.Load {
		l := i.store.Load()
		return serving.Load{Queued: l.Queued, Batches: l.Commits, Updates: l.Updates}
	})
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", i.door.Metrics)
	if err != nil {
		return nil, nil, errs.New(errs.Internal, "cli.listen",
			fmt.Sprintf("--metrics %s cannot be taken: %s", i.door.Metrics, folder.Cause(err)), fmt.Sprintf("无法使用 --metrics %s：%s", i.door.Metrics, folder.Cause(err)))
	}
	server := serving.Server(m.Handler(), nil)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // until it is closed
	}()
	return m, func() {
		_ = server.Close() // nobody loses anything by it
		<-ended
	}, nil
}

// trace follows requests and jobs to the collector that the door has, and
// delivers what is left in the end.
func (i *installation) trace(ctx context.Context, env *Env) (_ *serving.Traces, end func(), err error) {
	if i.door.Traces == "" {
		return nil, func() {}, nil
	}
	t, err := serving.OpenTraces(ctx, i.door.Traces, built(), serving.NewLog(env.Stderr))
	if err != nil {
		return nil, nil, err
	}
	return t, func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTraces)
		defer cancel()
		_ = t.Close(last) // what cannot be delivered has been told to the log
	}, nil
}

// lastTraces is how long a stop waits for the last traces to be delivered.
const lastTraces = 2 * time.Second

// listen takes a port.
func listen(ctx context.Context, host string, port int) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, fmt.Sprint(port)))
	if err != nil {
		return nil, errs.New(errs.Internal, "cli.listen",
			fmt.Sprintf("port %d on %s cannot be taken: %s; choose another with --port", port, host, folder.Cause(err)),
			fmt.Sprintf("无法使用 %s 的端口 %d：%s；请用 --port 另选", host, port, folder.Cause(err)))
	}
	return listener, nil
}
