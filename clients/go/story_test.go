package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"slices"
	"testing"

	api "huying/clients/go/generated"
	"huying/clients/go/served"
)

const password = "luodan zai qiao bian, qishi duo"

// raise builds Huying, makes an installation with an account for everybody, and
// serves it. It returns the tokens of their set-up links, by login.
func raise(t *testing.T) (i *served.Installation, s *served.Server, links map[string]string) {
	t.Helper()
	i = &served.Installation{Dir: t.TempDir(), Repository: filepath.Join("..", "..")}
	if err := i.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := i.Found(t.Context()); err != nil {
		t.Fatal(err)
	}
	links = map[string]string{}
	for _, one := range staff {
		token, err := i.Account(t.Context(), one.role, one.role, one.unit)
		if err != nil {
			t.Fatal(err)
		}
		links[one.role] = token
	}
	s, err := i.Serve(context.WithoutCancel(t.Context())) // the cleanup stops it, and waits
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return i, s, links
}

// people are the clients of those whom a case passes, by login.
type people map[string]*api.ClientWithResponses

// staff is everybody of the stories, with a unit where the role is a unit's. The
// role is the login as well.
var staff = []struct{ role, unit string }{
	{"operator", ""}, {"dispatcher", ""}, {"unit_leader", "住建局"}, {"reviewer", ""}, {"callback", ""}, {"supervisor", ""}, {"auditor", ""}, {"admin", ""}, {"leader", ""},
}

// enter lets everybody choose a password, and signs them in.
func enter(t *testing.T, s *served.Server, links map[string]string) people {
	t.Helper()
	nobody := open(t, s, "")
	all := people{}
	for login, token := range links {
		chosen, err := nobody.SetUpWithResponse(t.Context(), &api.SetUpParams{IdempotencyKey: new("set up " + login)}, api.SetUpJSONRequestBody{Token: token, Password: password})
		ok(t, "set-up", http.StatusNoContent, err, chosen)
		signed, err := nobody.SignInWithResponse(t.Context(), nil, api.SignInJSONRequestBody{Login: login, Password: password})
		ok(t, "sign-in", http.StatusOK, err, signed)
		all[login] = open(t, s, signed.JSON200.Token)
	}
	return all
}

// open is a client with the token of a session.
func open(t *testing.T, s *served.Server, token string) *api.ClientWithResponses {
	t.Helper()
	c, err := api.NewClientWithResponses(s.Base, api.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// response is what every generated answer can tell.
type response interface {
	StatusCode() int
	GetBody() []byte
}

// ok ends the test when an answer is not of the status.
func ok(t *testing.T, what string, status int, err error, r response) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if r.StatusCode() != status {
		t.Fatalf("%s: %d, expected %d: %s", what, r.StatusCode(), status, r.GetBody())
	}
}

// TestMainStory carries a case from the call to the call-back through the
// generated client, each step as the role whose step it is.
func TestMainStory(t *testing.T) {
	t.Parallel()
	_, s, links := raise(t)
	p := enter(t, s, links)
	ctx := t.Context()

	units, err := p["dispatcher"].ListUnitsWithResponse(ctx)
	ok(t, "units", http.StatusOK, err, units)
	at := slices.IndexFunc(units.JSON200.Units, func(u api.UnitView) bool { return u.Name == "住建局" })
	if at < 0 {
		t.Fatalf("the unit is not listed: %s", units.Body)
	}
	unit := units.JSON200.Units[at].Id

	received, err := p["operator"].ReceiveWithResponse(ctx, &api.ReceiveParams{IdempotencyKey: new("call 1")}, lamps())
	ok(t, "receive", http.StatusCreated, err, received)
	if received.JSON201.QueryCode == nil || received.Headers201.ETag == nil || *received.Headers201.ETag != `"1"` {
		t.Errorf("the receipt is %s with %v", received.Body, received.Headers201)
	}
	id := received.JSON201.Id
	again, err := p["operator"].ReceiveWithResponse(ctx, &api.ReceiveParams{IdempotencyKey: new("call 1")}, lamps())
	ok(t, "receive again", http.StatusCreated, err, again)
	if again.JSON201.Id != id {
		t.Errorf("the same request under its key made another case: %s", again.Body)
	}

	var to api.DispatchJSONRequestBody
	to.Units = append(to.Units, struct {
		Role api.DispatchJSONBodyUnitsRole `json:"role"`
		Unit string                        `json:"unit"`
	}{"lead", unit})
	early, err := p["dispatcher"].DispatchWithResponse(ctx, id, &api.DispatchParams{IfMatch: new(`"7"`)}, to)
	refused(t, "dispatch at another version", http.StatusPreconditionFailed, "case.version", err, early, early.ApplicationproblemJSONDefault)
	dispatched, err := p["dispatcher"].DispatchWithResponse(ctx, id, &api.DispatchParams{IfMatch: received.Headers201.ETag}, to)
	ok(t, "dispatch", http.StatusOK, err, dispatched)

	forbidden, err := p["auditor"].SignWithResponse(ctx, id, 1, nil, api.SignJSONRequestBody{})
	refused(t, "sign as an auditor", http.StatusForbidden, "denied", err, forbidden, forbidden.ApplicationproblemJSONDefault)

	signed, err := p["unit_leader"].SignWithResponse(ctx, id, 1, nil, api.SignJSONRequestBody{})
	ok(t, "sign", http.StatusOK, err, signed)
	proof := photo(t, p["unit_leader"], id)
	submitted, err := p["unit_leader"].SubmitWithResponse(ctx, id, 1, nil, api.SubmitJSONRequestBody{
		Reply: "已更换灯具并通电。", Result: "solved", Evidence: &[]string{proof},
	})
	ok(t, "submit", http.StatusOK, err, submitted)
	accepted, err := p["reviewer"].AcceptWithResponse(ctx, id, 1, nil, api.AcceptJSONRequestBody{})
	ok(t, "accept", http.StatusOK, err, accepted)

	before, err := p["callback"].GetCaseWithResponse(ctx, id)
	ok(t, "get", http.StatusOK, err, before)
	if !offers(before.JSON200.AllowedActions, "call_back") {
		t.Errorf("a call-back is not offered: %s", before.Body)
	}
	var answer api.CallBackJSONRequestBody
	answer.Answer.Outcome, answer.Answer.Solved = "satisfied", new(api.CallBackJSONBodyAnswerSolvedYes)
	called, err := p["callback"].CallBackWithResponse(ctx, id, 1, nil, answer)
	ok(t, "call back", http.StatusOK, err, called)

	list, err := p["auditor"].ListCasesWithResponse(ctx, &api.ListCasesParams{State: new("closed"), Count: new(true)})
	ok(t, "list", http.StatusOK, err, list)
	if cases := list.JSON200.Cases; len(cases) != 1 || cases[0].Id != id || *list.JSON200.Count != 1 {
		t.Errorf("the closed cases are %s", list.Body)
	}
	whole(t, p["auditor"], id)
	person(t, p, id)
}

// lamps is what the operator writes down.
func lamps() api.ReceiveJSONRequestBody {
	var r api.ReceiveJSONRequestBody
	r.Channel, r.Kind = "phone", new(api.ReceiveJSONBodyKind("help"))
	r.Title, r.Content = new("路灯不亮"), "小区门口的路灯连续几晚不亮。"
	// Whatever else may be told of a person, this is told.
	if err := json.Unmarshal([]byte(`{"name":"张某某","phone":"13812345678"}`), &r.Person); err != nil {
		panic(err) // the text is a constant
	}
	return r
}

func offers(list *[]api.Offer, action string) bool {
	return list != nil && slices.ContainsFunc(*list, func(o api.Offer) bool { return o.Action == action })
}

// refused checks that an answer is a problem of the status, with code and texts.
func refused(t *testing.T, what string, status int, code string, err error, r response, p *api.Problem) {
	t.Helper()
	ok(t, what, status, err, r)
	if p == nil || p.Code != code || p.Status != int64(status) || p.Detail == "" || p.DetailZh == "" {
		t.Errorf("%s: the problem is %s", what, r.GetBody())
	}
}

// photo puts a photo with the leg, reads it back, and returns its identifier.
func photo(t *testing.T, c *api.ClientWithResponses, id string) string {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "现场.png")
	if err == nil {
		err = png.Encode(part, image.NewGray(image.Rect(0, 0, 8, 8)))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	put, err := c.PutAttachmentWithBodyWithResponse(t.Context(), id, &api.PutAttachmentParams{Leg: new(int64(1))}, w.FormDataContentType(), &form)
	ok(t, "put a photo", http.StatusCreated, err, put)
	got, err := c.GetAttachmentWithResponse(t.Context(), id, put.JSON201.Id)
	ok(t, "get the photo", http.StatusOK, err, got)
	if _, err := png.Decode(bytes.NewReader(got.Body)); err != nil {
		t.Errorf("the photo came back as %q: %v", got.Body, err)
	}
	return put.JSON201.Id
}

// whole reads the case file: every step, in order, by whoever took it.
func whole(t *testing.T, c *api.ClientWithResponses, id string) {
	t.Helper()
	file, err := c.GetCaseWithResponse(t.Context(), id)
	ok(t, "the file", http.StatusOK, err, file)
	var course []string
	for _, e := range file.JSON200.Events {
		course = append(course, e.Action)
	}
	want := []string{"receive", "dispatch", "sign", "submit", "accept", "call_back"}
	if !slices.Equal(course, want) || file.JSON200.State != "closed" {
		t.Errorf("the course is %v until %s, expected %v", course, file.JSON200.State, want)
	}
}

// person reads who brought the case: masked in the case, in clear for a reason.
func person(t *testing.T, p people, id string) {
	t.Helper()
	seen, err := p["operator"].GetCaseWithResponse(t.Context(), id)
	ok(t, "get as the operator", http.StatusOK, err, seen)
	if who := seen.JSON200.Person; who == nil || *who.Phone != "138****5678" {
		t.Errorf("the person is shown as %s", seen.Body)
	}
	ask := api.RevealJSONRequestBody{Reason: "核实联系电话", Fields: &[]api.RevealInputBodyFields{"phone"}}
	shown, err := p["callback"].RevealWithResponse(t.Context(), id, nil, ask)
	ok(t, "reveal", http.StatusOK, err, shown)
	if shown.JSON200.Phone == nil || *shown.JSON200.Phone != "13812345678" || shown.JSON200.Name != nil {
		t.Errorf("revealed is %s", shown.Body)
	}
	no, err := p["auditor"].RevealWithResponse(t.Context(), id, nil, ask)
	ok(t, "reveal as an auditor", http.StatusForbidden, err, no)
	if no.ApplicationproblemJSONDefault == nil {
		t.Errorf("no problem, but %s", no.Body)
	}
	looked, err := p["auditor"].SeenWithResponse(t.Context(), id)
	ok(t, "who has seen", http.StatusOK, err, looked)
	if !bytes.Contains(looked.Body, []byte("核实联系电话")) {
		t.Errorf("the reveal is not on record: %s", looked.Body)
	}
}
