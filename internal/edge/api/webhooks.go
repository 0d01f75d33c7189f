package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/jobs"
	"huying/internal/app/webhook"
	"huying/internal/domain/identity"
	"huying/internal/edge/api/once"
)

// Hooks is where administrators say which other systems are told of what moves.
type Hooks interface {
	List(ctx context.Context, by identity.Account) ([]webhook.Subscription, error)
	Create(ctx context.Context, by identity.Account, url string, events []string) (webhook.Subscription, string, error)
	Disable(ctx context.Context, by identity.Account, id string) (webhook.Subscription, error)
	Enable(ctx context.Context, by identity.Account, id string) (webhook.Subscription, error)
	Rotate(ctx context.Context, by identity.Account, id string) (string, error)
	Test(ctx context.Context, by identity.Account, id string) (string, error)
	Deliveries(ctx context.Context, by identity.Account, id, before string, limit int) ([]webhook.Delivery, bool, error)
	Replay(ctx context.Context, by identity.Account, delivery string) error
}

var _ Hooks = (*webhook.Hooks)(nil)

const webhookTag = "webhook 推送"

func (s *server) registerWebhooks() {
	if s.Hooks == nil {
		return
	}
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: Prefix + path, Tags: []string{webhookTag}, Summary: summary,
			Description: "Needs the permission `configure`. Messages are signed as Standard Webhooks are: `webhook-id`, `webhook-timestamp`, `webhook-signature`.",
		}
	}
	huma.Register(s.api, op("webhooks", http.MethodGet, "/webhooks", "推送订阅 Which other systems are told of what moves"), s.webhooks)
	made := op("create_webhook", http.MethodPost, "/webhooks", "新增推送订阅 Tell another system; the answer holds the secret, which is not told again")
	made.DefaultStatus = http.StatusCreated
	huma.Register(s.api, once.Told(made), s.createWebhook)
	huma.Register(s.api, op("disable_webhook", http.MethodPost, "/webhooks/{webhook}/disable", "停用推送 Tell it nothing more"), s.changeWebhook(s.Hooks.Disable))
	huma.Register(s.api, op("enable_webhook", http.MethodPost, "/webhooks/{webhook}/enable", "启用推送 Tell it again, from now on"), s.changeWebhook(s.Hooks.Enable))
	huma.Register(s.api, once.Told(op("rotate_webhook", http.MethodPost, "/webhooks/{webhook}/rotate", "更换密钥 Give it another secret; for a day messages are signed by both")), s.rotateWebhook)
	huma.Register(s.api, op("test_webhook", http.MethodPost, "/webhooks/{webhook}/test", "测试推送 Send a message that says nothing"), s.testWebhook)
	huma.Register(s.api, op("webhook_deliveries", http.MethodGet, "/webhooks/{webhook}/deliveries", "推送记录 The messages of 30 days, latest first, and what came of them"), s.deliveries)
	again := op("replay_delivery", http.MethodPost, "/deliveries/{delivery}/replay", "重发 Send a message again, under the same id")
	again.DefaultStatus = http.StatusNoContent
	huma.Register(s.api, again, s.replayDelivery)
}

// WebhookView is another system that is told.
type WebhookView struct {
	ID      string    `json:"id"`
	URL     string    `json:"url"`
	Events  []string  `json:"events" doc:"The actions that are told; empty: all"`
	Active  bool      `json:"active"`
	Secret  string    `json:"secret,omitempty" doc:"Told once, to whoever made it"`
	Created time.Time `json:"created"`
	Changed time.Time `json:"changed"`
}

func viewWebhook(s webhook.Subscription) WebhookView {
	return WebhookView{ID: s.ID, URL: s.URL, Events: append([]string{}, s.Events...), Active: s.Active, Created: s.Created, Changed: s.Changed}
}

type webhooksOutput struct {
	Body struct {
		Webhooks []WebhookView `json:"webhooks"`
	}
}

func (s *server) webhooks(ctx context.Context, _ *struct{}) (*webhooksOutput, error) {
	list, err := s.Hooks.List(ctx, account(ctx))
	if err != nil {
		return nil, s.problem(err)
	}
	out := &webhooksOutput{}
	out.Body.Webhooks = make([]WebhookView, len(list))
	for i, one := range list {
		out.Body.Webhooks[i] = viewWebhook(one)
	}
	return out, nil
}

type createWebhookInput struct {
	Body struct {
		URL    string   `json:"url" maxLength:"500" doc:"At port 80, 443 or 8443 of a public address" example:"https://example.gov.cn/hook"`
		Events []string `json:"events,omitempty" maxItems:"100" doc:"Actions of the flow; absent: all"`
	}
}

type webhookOutput struct {
	Body WebhookView
}

func (s *server) createWebhook(ctx context.Context, in *createWebhookInput) (*webhookOutput, error) {
	made, secret, err := s.Hooks.Create(ctx, account(ctx), in.Body.URL, in.Body.Events)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &webhookOutput{viewWebhook(made)}
	out.Body.Secret = secret
	return out, nil
}

// WebhookPath is the subscription that a request is about.
type WebhookPath struct {
	Webhook string `path:"webhook" maxLength:"40"`
}

func (s *server) changeWebhook(do func(context.Context, identity.Account, string) (webhook.Subscription, error)) func(context.Context, *WebhookPath) (*webhookOutput, error) {
	return func(ctx context.Context, in *WebhookPath) (*webhookOutput, error) {
		one, err := do(ctx, account(ctx), in.Webhook)
		if err != nil {
			return nil, s.problem(err)
		}
		return &webhookOutput{viewWebhook(one)}, nil
	}
}

type secretOutput struct {
	Body struct {
		Secret string `json:"secret" doc:"Told once"`
	}
}

func (s *server) rotateWebhook(ctx context.Context, in *WebhookPath) (*secretOutput, error) {
	secret, err := s.Hooks.Rotate(ctx, account(ctx), in.Webhook)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &secretOutput{}
	out.Body.Secret = secret
	return out, nil
}

type sentOutput struct {
	Body struct {
		Delivery string `json:"delivery" doc:"The webhook-id of the message"`
	}
}

func (s *server) testWebhook(ctx context.Context, in *WebhookPath) (*sentOutput, error) {
	id, err := s.Hooks.Test(ctx, account(ctx), in.Webhook)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &sentOutput{}
	out.Body.Delivery = id
	return out, nil
}

type deliveriesInput struct {
	WebhookPath
	After string `query:"after" maxLength:"40" doc:"next of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// DeliveryView is one message to another system.
type DeliveryView struct {
	ID        string          `json:"id" doc:"The webhook-id"`
	Body      json.RawMessage `json:"body" doc:"As it is sent; nothing personal"`
	Created   time.Time       `json:"created"`
	Attempts  int             `json:"attempts"`
	Tried     time.Time       `json:"tried,omitzero" doc:"Last"`
	Status    int             `json:"status,omitempty" doc:"Of the last answer; absent: there was none"`
	Error     string          `json:"error,omitempty" doc:"A code: what was wrong at the last attempt"`
	Delivered time.Time       `json:"delivered,omitzero" doc:"First"`
	State     jobs.State      `json:"state,omitempty" doc:"Of the job that sends it; dead: given up; absent: done with long ago"`
	Job       string          `json:"job"`
}

type deliveriesOutput struct {
	Body struct {
		Deliveries []DeliveryView `json:"deliveries"`
		Next       string         `json:"next,omitempty" doc:"after for the next page; absent on the last"`
	}
}

func (s *server) deliveries(ctx context.Context, in *deliveriesInput) (*deliveriesOutput, error) {
	page, more, err := s.Hooks.Deliveries(ctx, account(ctx), in.Webhook, in.After, in.Limit)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &deliveriesOutput{}
	out.Body.Deliveries = make([]DeliveryView, len(page))
	for i, d := range page {
		out.Body.Deliveries[i] = DeliveryView{
			ID: d.ID, Body: json.RawMessage(d.Body), Created: d.Created, Attempts: d.Attempts, Tried: d.Tried, Status: d.Status,
			Error: d.Error, Delivered: d.Delivered, State: d.State, Job: d.Job,
		}
	}
	if more {
		out.Body.Next = page[len(page)-1].ID
	}
	return out, nil
}

type oneDelivery struct {
	Delivery string `path:"delivery" maxLength:"40"`
}

func (s *server) replayDelivery(ctx context.Context, in *oneDelivery) (*struct{}, error) {
	if err := s.Hooks.Replay(ctx, account(ctx), in.Delivery); err != nil {
		return nil, s.problem(err)
	}
	return nil, nil
}
