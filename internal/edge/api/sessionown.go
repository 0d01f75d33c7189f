package api

import (
	"context"
	"net/http"
	"time"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
)

// withToken does something by the token of the request's session.
func (s *server) withToken(ctx context.Context, do func(token string) error) error {
	token, err := s.token(ctx)
	if err == nil {
		err = do(token)
	}
	if err != nil {
		return s.signInProblem(err)
	}
	return nil
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *server) signOut(ctx context.Context, _ *struct{}) (*signOutOutput, error) {
	err := s.withToken(ctx, func(token string) error { return s.People.SignOut(ctx, token) })
	if err != nil {
		return nil, err
	}
	return &signOutOutput{s.cookie(request(ctx), sessionCookie, "", time.Time{})}, nil
}

type passwordInput struct {
	Body struct {
		Old string `json:"old" maxLength:"1024"`
		New string `json:"new" maxLength:"1024"`
	}
}

func (s *server) password(ctx context.Context, in *passwordInput) (*struct{}, error) {
	return nil, s.withToken(ctx, func(token string) error { return s.People.ChangePassword(ctx, token, in.Body.Old, in.Body.New) })
}

type sessionsOutput struct {
	Body struct {
		Sessions []sessionView `json:"sessions"`
	}
}

type sessionView struct {
	ID      string    `json:"id" doc:"Names the session and opens nothing"`
	Started time.Time `json:"started"`
	Seen    time.Time `json:"seen" doc:"To the minute"`
	Ends    time.Time `json:"ends"`
	Address string    `json:"address"`
	Agent   string    `json:"agent"`
	This    bool      `json:"this"`
}

func (s *server) sessions(ctx context.Context, _ *struct{}) (*sessionsOutput, error) {
	out := &sessionsOutput{}
	out.Body.Sessions = []sessionView{}
	err := s.withToken(ctx, func(token string) error {
		list, err := s.People.Sessions(ctx, token)
		for _, o := range list {
			out.Body.Sessions = append(out.Body.Sessions, sessionView{o.Ref, o.Started, o.Seen, o.Ends, o.Address, o.Agent, o.This})
		}
		return err
	})
	return out, err
}

type oneSession struct {
	Session string `path:"session" maxLength:"64"`
}

func (s *server) endSession(ctx context.Context, in *oneSession) (*struct{}, error) {
	return nil, s.withToken(ctx, func(token string) error { return s.People.End(ctx, token, in.Session) })
}

type endedOutput struct {
	Body struct {
		Ended int `json:"ended"`
	}
}

func (s *server) endSessions(ctx context.Context, _ *struct{}) (*endedOutput, error) {
	out := &endedOutput{}
	err := s.withToken(ctx, func(token string) (err error) {
		out.Body.Ended, err = s.People.EndOthers(ctx, token)
		return err
	})
	return out, err
}

type enrolInput struct {
	Body struct {
		Password string `json:"password" maxLength:"1024"`
	}
}

type enrolOutput struct {
	Body struct {
		Secret string `json:"secret" doc:"Base32"`
		URL    string `json:"url" doc:"otpauth://, for a picture to scan"`
	}
}

func (s *server) enrolDevice(ctx context.Context, in *enrolInput) (*enrolOutput, error) {
	out := &enrolOutput{}
	err := s.withToken(ctx, func(token string) error {
		e, err := s.People.EnrolCode(ctx, token, in.Body.Password)
		out.Body.Secret, out.Body.URL = e.Secret, e.URL
		return err
	})
	return out, err
}

type confirmInput struct {
	Body struct {
		Code string `json:"code" maxLength:"20"`
	}
}

type confirmOutput struct {
	Body struct {
		Recovery []string `json:"recovery" doc:"Each stands in for the device once"`
	}
}

func (s *server) confirmDevice(ctx context.Context, in *confirmInput) (*confirmOutput, error) {
	out := &confirmOutput{}
	err := s.withToken(ctx, func(token string) (err error) {
		out.Body.Recovery, err = s.People.ConfirmCode(ctx, token, in.Body.Code)
		return err
	})
	return out, err
}

type dropInput struct {
	Body struct {
		Password string `json:"password" maxLength:"1024"`
		Code     string `json:"code" maxLength:"20"`
	}
}

func (s *server) dropDevice(ctx context.Context, in *dropInput) (*struct{}, error) {
	return nil, s.withToken(ctx, func(token string) error { return s.People.DropCode(ctx, token, in.Body.Password, in.Body.Code) })
}

type keyView struct {
	ID      string                `json:"id"`
	Name    string                `json:"name"`
	May     []identity.Permission `json:"may"`
	Created time.Time             `json:"created"`
	Expires time.Time             `json:"expires"`
	Revoked time.Time             `json:"revoked,omitzero"`
	Used    time.Time             `json:"used,omitzero" doc:"To the minute"`
}

type keysOutput struct {
	Body struct {
		Keys []keyView `json:"keys"`
	}
}

func (s *server) keys(ctx context.Context, _ *struct{}) (*keysOutput, error) {
	out := &keysOutput{}
	out.Body.Keys = []keyView{}
	err := s.withToken(ctx, func(token string) error {
		held, err := s.People.Keys(ctx, token)
		for _, k := range held {
			view := keyView(k)
			view.May = append([]identity.Permission{}, k.May...)
			out.Body.Keys = append(out.Body.Keys, view)
		}
		return err
	})
	return out, err
}

type issueInput struct {
	Body struct {
		Password string                `json:"password" maxLength:"1024"`
		Name     string                `json:"name" maxLength:"60" doc:"What it is for"`
		May      []identity.Permission `json:"may" minItems:"1" maxItems:"64"`
		Days     int                   `json:"days" minimum:"1" maximum:"366"`
	}
}

type issueOutput struct {
	Body struct {
		ID  string `json:"id"`
		Key string `json:"key" doc:"For the header X-API-Key; shown now and never again"`
	}
}

func (s *server) issueKey(ctx context.Context, in *issueInput) (*issueOutput, error) {
	const day = 24 * time.Hour
	out := &issueOutput{}
	err := s.withToken(ctx, func(token string) (err error) {
		n := people.NewKey{Name: in.Body.Name, May: in.Body.May, Life: time.Duration(in.Body.Days) * day}
		out.Body.ID, out.Body.Key, err = s.People.IssueKey(ctx, token, in.Body.Password, n)
		return err
	})
	return out, err
}

type oneKey struct {
	Key string `path:"key" maxLength:"64"`
}

func (s *server) revokeKey(ctx context.Context, in *oneKey) (*struct{}, error) {
	return nil, s.withToken(ctx, func(token string) error { return s.People.RevokeKey(ctx, token, in.Key) })
}
