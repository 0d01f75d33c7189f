package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/people"
	"huying/internal/edge/api/once"
)

const sessionTag = "session 会话"

// open is an operation on the way in: nobody is signed in yet.
func open(id, method, path, summary string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: Prefix + path, Summary: summary, Tags: []string{sessionTag},
		Security: []map[string][]string{}, Metadata: map[string]any{ungated: true},
	}
}

// ofOwn is an operation of somebody on their own session and account.
func ofOwn(id, method, path, summary string) huma.Operation {
	o := open(id, method, path, summary)
	o.Security = []map[string][]string{{"session": {}}}
	return o
}

func (s *server) registerSessions() {
	if s.People == nil {
		return
	}
	huma.Register(s.api, once.Told(open("sign_in", http.MethodPost, "/sign-in", "登录 Open a session by password, and by code where the account has a device")), s.signIn)
	huma.Register(s.api, open("set_up", http.MethodPost, "/set-up", "开户 Choose a password by a set-up link, once"), s.setUp)
	huma.Register(s.api, once.Anew(open("oidc_begin", http.MethodPost, "/oidc/begin", "统一身份认证登录 Where to send the browser to sign in by the identity provider")), s.oidcBegin)
	huma.Register(s.api, once.Told(open("oidc_finish", http.MethodPost, "/oidc/finish", "统一身份认证返回 Open a session with what the identity provider sent back")), s.oidcFinish)
	huma.Register(s.api, ofOwn("sign_out", http.MethodPost, "/sign-out", "退出 End this session"), s.signOut)
	huma.Register(s.api, ofOwn("password", http.MethodPost, "/password", "修改密码 Choose another password; all other sessions end"), s.password)
	huma.Register(s.api, ofOwn("sessions", http.MethodGet, "/sessions", "会话 The account's open sessions"), s.sessions)
	huma.Register(s.api, ofOwn("end_session", http.MethodDelete, "/sessions/{session}", "结束会话 End one of one's sessions"), s.endSession)
	huma.Register(s.api, ofOwn("end_sessions", http.MethodDelete, "/sessions", "结束其他会话 End all one's sessions but this one"), s.endSessions)
	huma.Register(s.api, once.Told(ofOwn("enrol_device", http.MethodPost, "/device", "绑定动态口令 The secret for a device that shows codes")), s.enrolDevice)
	huma.Register(s.api, once.Told(ofOwn("confirm_device", http.MethodPost, "/device/confirm", "确认动态口令 From now on a sign-in needs a code; recovery codes, once")), s.confirmDevice)
	huma.Register(s.api, ofOwn("drop_device", http.MethodPost, "/device/drop", "解除动态口令 Take the device away"), s.dropDevice)
	huma.Register(s.api, ofOwn("keys", http.MethodGet, "/keys", "接口密钥 One's API keys"), s.keys)
	huma.Register(s.api, once.Told(ofOwn("issue_key", http.MethodPost, "/keys", "签发接口密钥 A key with some of one's permissions, shown once")), s.issueKey)
	huma.Register(s.api, ofOwn("revoke_key", http.MethodDelete, "/keys/{key}", "吊销接口密钥 End a key"), s.revokeKey)
}

type signInInput struct {
	Body struct {
		Login    string `json:"login" maxLength:"64"`
		Password string `json:"password" maxLength:"1024"`
		Code     string `json:"code,omitempty" maxLength:"20" doc:"Of the device, or a recovery code"`
	}
}

type ticketOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      struct {
		Token      string    `json:"token" doc:"For the header Authorization: Bearer; browsers use the cookie"`
		Ends       time.Time `json:"ends"`
		MustChange bool      `json:"must_change" doc:"The password: nothing else is possible before"`
	}
}

func (s *server) signIn(ctx context.Context, in *signInInput) (*ticketOutput, error) {
	r := request(ctx)
	if err := ours(r); err != nil {
		return nil, s.problem(err)
	}
	t, err := s.People.SignIn(ctx, people.Credentials{Login: in.Body.Login, Password: in.Body.Password, Code: in.Body.Code}, s.from(r))
	return s.ticket(r, t, err)
}

func (s *server) ticket(r *http.Request, t people.Ticket, err error) (*ticketOutput, error) {
	if err != nil {
		return nil, s.signInProblem(err)
	}
	out := &ticketOutput{SetCookie: s.cookie(r, sessionCookie, t.Token, t.Ends)}
	out.Body.Token, out.Body.Ends, out.Body.MustChange = t.Token, t.Ends, t.MustChange
	return out, nil
}

type setUpInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"200" doc:"What stands behind # in the link"`
		Password string `json:"password" maxLength:"1024"`
	}
}

func (s *server) setUp(ctx context.Context, in *setUpInput) (*struct{}, error) {
	if err := s.People.SetUp(ctx, in.Body.Token, in.Body.Password, s.from(request(ctx))); err != nil {
		return nil, s.problem(err)
	}
	return nil, nil
}

type beginOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      struct {
		Address string `json:"address"`
	}
}

func (s *server) oidcBegin(ctx context.Context, _ *struct{}) (*beginOutput, error) {
	address, state, err := s.People.Begin(ctx)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &beginOutput{SetCookie: s.cookie(request(ctx), stateCookie, state, time.Time{})}
	out.Body.Address = address
	return out, nil
}

type finishInput struct {
	Body struct {
		State string `json:"state" maxLength:"200"`
		Code  string `json:"code" maxLength:"4096"`
	}
}

func (s *server) oidcFinish(ctx context.Context, in *finishInput) (*ticketOutput, error) {
	r, kept := request(ctx), ""
	if err := ours(r); err != nil {
		return nil, s.problem(err)
	}
	if cookie, err := r.Cookie(stateCookie); err == nil {
		kept = cookie.Value
	}
	t, err := s.People.Finish(ctx, people.Return{State: in.Body.State, Code: in.Body.Code, Kept: kept}, s.from(r))
	return s.ticket(r, t, err)
}
