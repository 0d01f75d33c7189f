package cli

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"huying/internal/app/people"
	"huying/internal/edge/serving"
)

// Door is how an installation is served. The zero one is for this machine.
type Door struct {
	Host        string   `help:"Address to listen on beside 127.0.0.1; it needs --tls-cert, and serves the API alone." zh:"监听地址（默认 127.0.0.1）；须有 --tls-cert，且仅提供接口。" placeholder:"ADDRESS"`
	TLSCert     string   `name:"tls-cert" help:"Certificate (PEM); SIGHUP reads it again." zh:"证书（PEM）；SIGHUP 重新读取。" placeholder:"FILE"`
	TLSKey      string   `name:"tls-key" help:"Its key (PEM)." zh:"证书私钥（PEM）。" placeholder:"FILE"`
	Proxy       bool     `help:"A proxy of ours is in front: it says where requests come from (X-Forwarded-For); the API alone is served." zh:"前有自己的反向代理，由其告知来源（X-Forwarded-For）；仅提供接口。"`
	Public      string   `help:"Address that people know, as https://12345.example.gov.cn; cookies go by TLS alone then." zh:"对外网址，如 https://12345.example.gov.cn；此时 Cookie 仅经 TLS 发送。" placeholder:"URL"`
	RateAddress float64  `help:"Requests a second from one address; 0: any number (default ${default})." zh:"每一地址每秒请求数；0 为不限（默认 ${default}）。" default:"50" placeholder:"N"`
	RateAccount float64  `help:"Requests a second by one account; 0: any number (default ${default})." zh:"每一账号每秒请求数；0 为不限（默认 ${default}）。" default:"20" placeholder:"N"`
	Metrics     string   `help:"Show counters for Prometheus at this address, as 127.0.0.1:9312; it asks nobody to sign in." zh:"在此地址提供 Prometheus 指标，如 127.0.0.1:9312；不需登录。" placeholder:"ADDRESS"`
	WebhookHost []string `name:"webhook-host" help:"Host and port within the own network to which messages may go, as hooks.lan:8080; more than one by commas." zh:"允许推送的内网主机与端口，如 hooks.lan:8080；多个以逗号分隔。" placeholder:"HOST:PORT"`
	OIDCIssuer  string   `name:"oidc-issuer" help:"Identity provider; needs --oidc-client, --oidc-secret and --public." zh:"统一身份认证地址；须有 --oidc-client、--oidc-secret 与 --public。" placeholder:"URL"`
	OIDCClient  string   `name:"oidc-client" help:"This installation's name at the provider." zh:"在统一身份认证登记的客户端标识。" placeholder:"ID"`
	OIDCSecret  string   `name:"oidc-secret" help:"File that holds the secret of that name." zh:"客户端密钥所在文件。" placeholder:"FILE"`
	OIDCLogin   string   `name:"oidc-login" help:"Claim that holds people's logins here." zh:"存放本平台账号的声明名。" placeholder:"CLAIM"`

	Log      bool                 `kong:"-"` // a line for each request
	cert     *serving.Certificate // nil: no TLS
	provider *people.Provider     // who else vouches for people; nil: nobody
}

// redirectPath is where an identity provider sends people back to: whoever began
// the sign-in takes code and state from there to the API.
const redirectPath = "/oidc/return"

// check holds the flags against each other and reads what they name.
func (d *Door) check(env *Env) error {
	switch {
	case (d.TLSCert == "") != (d.TLSKey == ""):
		return misuse("--tls-cert and --tls-key go together", "--tls-cert 与 --tls-key 须同时给出")
	case !local(d.Host) && d.TLSCert == "":
		return misuse("--host "+d.Host+" can be reached from elsewhere; it needs --tls-cert and --tls-key", "--host "+d.Host+" 可由他处访问，须同时给出 --tls-cert 与 --tls-key")
	case d.RateAddress < 0 || d.RateAccount < 0:
		return misuse("a rate is 0 or more", "速率应为 0 或以上")
	}
	if u, err := url.Parse(d.Public); d.Public != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return misuse("--public "+d.Public+"; expected an address such as https://12345.example.gov.cn", "--public "+d.Public+"：应为网址，如 https://12345.example.gov.cn")
	}
	if d.TLSCert != "" {
		var err error
		if d.cert, err = serving.OpenCertificate(env.Path(d.TLSCert), env.Path(d.TLSKey)); err != nil {
			return err
		}
	}
	return d.vouch(env)
}

// vouch sets up the identity provider.
func (d *Door) vouch(env *Env) error {
	if d.OIDCIssuer == "" {
		return nil
	}
	if d.OIDCClient == "" || d.OIDCSecret == "" || d.Public == "" {
		return misuse("--oidc-issuer needs --oidc-client, --oidc-secret and --public", "--oidc-issuer 须同时给出 --oidc-client、--oidc-secret 与 --public")
	}
	secret, err := env.ReadFile(d.OIDCSecret)
	if err != nil {
		return err
	}
	d.provider = &people.Provider{
		Issuer: d.OIDCIssuer, ClientID: d.OIDCClient, ClientSecret: strings.TrimSpace(string(secret)),
		Redirect: strings.TrimSuffix(d.Public, "/") + redirectPath, LoginClaim: d.OIDCLogin,
	}
	return nil
}

// local reports whether only this machine can reach an address; "" is
// 127.0.0.1.
func local(host string) bool {
	return host == "" || host == "localhost" || net.ParseIP(host).IsLoopback()
}

func (d *Door) host() string {
	if d.Host == "" {
		return "127.0.0.1"
	}
	return d.Host
}

// open reports whether others than this machine can come in.
func (d *Door) open() bool { return !local(d.Host) || d.Proxy }

// secure reports whether people come by TLS.
func (d *Door) secure() bool { return d.cert != nil || strings.HasPrefix(d.Public, "https:") }

func (d *Door) scheme() string {
	if d.cert != nil {
		return "https"
	}
	return "http"
}

// from tells where requests come from.
func (d *Door) from() func(*http.Request) string {
	if d.Proxy {
		return serving.Forwarded
	}
	return serving.Direct
}

// answer answers requests until the server is shut, with TLS if there is a
// certificate: SIGHUP reads that again, and where it is unfit the old one
// goes on.
func (d *Door) answer(ctx context.Context, env *Env, server *http.Server, listener net.Listener) error {
	if d.cert == nil {
		return server.Serve(listener)
	}
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGHUP)
	defer signal.Stop(again)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		for {
			select {
			case <-again:
				if err := d.cert.Reload(); err != nil {
					env.say(err.Error())
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	server.TLSConfig = d.cert.Config()
	return server.ServeTLS(listener, "", "")
}
