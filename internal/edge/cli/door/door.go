// Package door is how an installation is reached: where it listens, with which
// certificate, behind which proxy, who else vouches for people, and who counts
// and follows requests.
package door

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"huying/internal/app/people"
	"huying/internal/edge/serving"
	"huying/internal/kernel/errs"
)

// Door is how an installation is served. The zero one is for this machine.
type Door struct {
	Host        string   `help:"Address to listen on beside 127.0.0.1; it needs --tls-cert or --acme; without signing in only what is published is seen." zh:"监听地址（默认 127.0.0.1）；须有 --tls-cert 或 --acme；未登录只能看到已发布的内容。" placeholder:"ADDRESS"`
	TLSCert     string   `name:"tls-cert" help:"Certificate (PEM); SIGHUP reads it again." zh:"证书（PEM）；SIGHUP 重新读取。" placeholder:"FILE"`
	TLSKey      string   `name:"tls-key" help:"Its key (PEM)." zh:"证书私钥（PEM）。" placeholder:"FILE"`
	Proxy       bool     `help:"A proxy of ours is in front: it says where requests come from (X-Forwarded-For)." zh:"前有自己的反向代理，由其告知来源（X-Forwarded-For）。"`
	Public      string   `help:"Address that people know, as https://12345.example.gov.cn; cookies go by TLS alone then." zh:"对外网址，如 https://12345.example.gov.cn；此时 Cookie 仅经 TLS 发送。" placeholder:"URL"`
	RateAddress float64  `help:"Requests a second from one address; 0: any number (default ${default})." zh:"每一地址每秒请求数；0 为不限（默认 ${default}）。" default:"50" placeholder:"N"`
	RateAccount float64  `help:"Requests a second by one account; 0: any number (default ${default})." zh:"每一账号每秒请求数；0 为不限（默认 ${default}）。" default:"20" placeholder:"N"`
	Metrics     string   `help:"Show counters for Prometheus at this address, as 127.0.0.1:9312; it asks nobody to sign in." zh:"在此地址提供 Prometheus 指标，如 127.0.0.1:9312；不需登录。" placeholder:"ADDRESS"`
	WebhookHost []string `name:"webhook-host" help:"Host and port within the own network to which messages may go, as hooks.lan:8080; more than one by commas." zh:"允许推送的内网主机与端口，如 hooks.lan:8080；多个以逗号分隔。" placeholder:"HOST:PORT"`
	OIDCIssuer  string   `name:"oidc-issuer" help:"Identity provider; needs --oidc-client, --oidc-secret and --public." zh:"统一身份认证地址；须有 --oidc-client、--oidc-secret 与 --public。" placeholder:"URL"`
	OIDCClient  string   `name:"oidc-client" help:"This installation's name at the provider." zh:"在统一身份认证登记的客户端标识。" placeholder:"ID"`
	OIDCSecret  string   `name:"oidc-secret" help:"File that holds the secret of that name." zh:"客户端密钥所在文件。" placeholder:"FILE"`
	OIDCLogin   string   `name:"oidc-login" help:"Claim that holds people's logins here." zh:"存放本平台账号的声明名。" placeholder:"CLAIM"`

	ACME          []string `name:"acme" help:"Names whose certificate is fetched and renewed by ACME, as 12345.example.gov.cn; more than one by commas. Port 443 of them must lead here; you accept the authority's terms." zh:"由 ACME 自动申领和续期证书的域名，多个以逗号分隔；其 443 端口须通到本机；即表示接受颁发机构的条款。" placeholder:"NAME"`
	ACMEDirectory string   `name:"acme-directory" help:"Directory of the authority (default: Let's Encrypt)." zh:"证书颁发机构的 ACME 目录地址（默认 Let's Encrypt）。" placeholder:"URL"`
	ACMEContact   string   `name:"acme-contact" help:"Mail address that the authority may write to." zh:"供颁发机构联系的邮箱。" placeholder:"MAIL"`
	PDFFont       string   `name:"pdf-font" help:"TrueType font that bulletins as PDF are set in (.ttf or .ttc; default one of the system's)." zh:"PDF 通报所用的 TrueType 字体（.ttf 或 .ttc；默认用系统自带的）。" env:"HUYING_PDF_FONT" placeholder:"FILE"`
	Traces        string   `help:"Send traces to this OpenTelemetry collector (OTLP over HTTP), as http://127.0.0.1:4318." zh:"将链路追踪发往此 OpenTelemetry 收集器（OTLP/HTTP），如 http://127.0.0.1:4318。" env:"OTEL_EXPORTER_OTLP_ENDPOINT" placeholder:"URL"`

	Log      bool                 `kong:"-"` // a line for each request
	cert     *serving.Certificate // nil: none from files
	acme     *serving.Authority   // nil: none by ACME
	provider *people.Provider     // who else vouches for people; nil: nobody
}

// Files are where the flags' files are.
type Files interface {
	Path(name string) string
	ReadFile(name string) ([]byte, error)
}

// misuse is said of flags that cannot be meant together.
func misuse(en, zh string) error { return errs.New(errs.Invalid, Misuse, en, zh) }

// Misuse is the code of the errors that are the command line's.
const Misuse = "cli.usage"

// redirectPath is where an identity provider sends people back to: whoever began
// the sign-in takes code and state from there to the API.
const redirectPath = "/oidc/return"

// Check holds the flags against each other and reads what they name; data is
// the installation's own folder. Errors: Invalid (Misuse); those of the files.
func (d *Door) Check(files Files, data string) error {
	switch {
	case (d.TLSCert == "") != (d.TLSKey == ""):
		return misuse("--tls-cert and --tls-key go together", "--tls-cert 与 --tls-key 须同时给出")
	case len(d.ACME) > 0 && d.TLSCert != "":
		return misuse("--acme and --tls-cert exclude each other", "--acme 与 --tls-cert 只能择一")
	case len(d.ACME) == 0 && d.ACMEDirectory+d.ACMEContact != "":
		return misuse("--acme-directory and --acme-contact need --acme", "--acme-directory、--acme-contact 须与 --acme 一同给出")
	case !local(d.Host) && !d.tls():
		return misuse("--host "+d.Host+" can be reached from elsewhere; it needs --tls-cert and --tls-key, or --acme", "--host "+d.Host+" 可由他处访问，须同时给出 --tls-cert 与 --tls-key，或 --acme")
	case d.RateAddress < 0 || d.RateAccount < 0:
		return misuse("a rate is 0 or more", "速率应为 0 或以上")
	}
	if !address(d.Public) {
		return misuse("--public "+d.Public+"; expected an address such as https://12345.example.gov.cn", "--public "+d.Public+"：应为网址，如 https://12345.example.gov.cn")
	}
	if !address(d.Traces) {
		return misuse("--traces "+d.Traces+"; expected an address such as http://127.0.0.1:4318", "--traces "+d.Traces+"：应为网址，如 http://127.0.0.1:4318")
	}
	if d.TLSCert != "" {
		var err error
		if d.cert, err = serving.OpenCertificate(files.Path(d.TLSCert), files.Path(d.TLSKey)); err != nil {
			return err
		}
	}
	if len(d.ACME) > 0 {
		d.acme = serving.NewAuthority(serving.Domains{
			Names: d.ACME, Directory: d.ACMEDirectory, Contact: d.ACMEContact, Cache: filepath.Join(data, "acme"),
		})
	}
	return d.vouch(files)
}

// address reports whether a text is the address of a server, or empty.
func address(text string) bool {
	u, err := url.Parse(text)
	return text == "" || err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// tls reports whether the door has a certificate, from wherever.
func (d *Door) tls() bool { return d.TLSCert != "" || len(d.ACME) > 0 }

// vouch sets up the identity provider.
func (d *Door) vouch(files Files) error {
	if d.OIDCIssuer == "" {
		return nil
	}
	if d.OIDCClient == "" || d.OIDCSecret == "" || d.Public == "" {
		return misuse("--oidc-issuer needs --oidc-client, --oidc-secret and --public", "--oidc-issuer 须同时给出 --oidc-client、--oidc-secret 与 --public")
	}
	secret, err := files.ReadFile(d.OIDCSecret)
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

// Listen is the address to listen on.
func (d *Door) Listen() string {
	if d.Host == "" {
		return "127.0.0.1"
	}
	return d.Host
}

// Provider is who else vouches for people; nil: nobody.
func (d *Door) Provider() *people.Provider { return d.provider }

// Open reports whether others than this machine can come in.
func (d *Door) Open() bool { return !local(d.Host) || d.Proxy }

// Secure reports whether people come by TLS.
func (d *Door) Secure() bool { return d.tls() || strings.HasPrefix(d.Public, "https:") }

// Scheme is that of the address that is listened on.
func (d *Door) Scheme() string {
	if d.tls() {
		return "https"
	}
	return "http"
}

// From tells where requests come from.
func (d *Door) From() func(*http.Request) string {
	if d.Proxy {
		return serving.Forwarded
	}
	return serving.Direct
}

// Answer answers requests until the server is shut, with TLS if there is a
// certificate. SIGHUP reads that of files again; where it is unfit the old one
// goes on, and say is told why. Where there is none to read, SIGHUP is heard and
// nothing more: a reload never ends a server.
func (d *Door) Answer(ctx context.Context, server *http.Server, listener net.Listener, say func(string)) error {
	defer d.reload(ctx, say)()
	switch {
	case d.acme != nil:
		server.TLSConfig = d.acme.Config()
	case d.cert != nil:
		server.TLSConfig = d.cert.Config()
	default:
		return server.Serve(listener)
	}
	return server.ServeTLS(listener, "", "")
}

// reload reads the certificate of files again at each SIGHUP, until it is ended.
func (d *Door) reload(ctx context.Context, say func(string)) (end func()) {
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGHUP)
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		for {
			select {
			case <-again:
				if d.cert == nil {
					continue
				}
				if err := d.cert.Reload(); err != nil {
					say(err.Error())
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() {
		signal.Stop(again)
		cancel()
	}
}
