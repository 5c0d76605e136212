package main

import (
	"encoding/json"
	"time"
)

// fields are the parameters of an RPC call by their names on the wire: strings, lists of strings and lists of objects.
type fields = map[string]any

// rest is a call to Container Service.
type rest struct {
	method, path string
	// parts are what `[Name]` in the path stands for.
	parts map[string]string
	query map[string]string
	body  any
}

// reply is a body as it came, and as the SDK's own struct holds it where it has one.
type reply struct{ body, typed any }

// caller is one generation of the vendor's SDKs.
type caller interface {
	// rpc calls ECS, VPC or RAM.
	rpc(service, action string, parameters fields) (reply, *fault)
	// rest calls Container Service.
	rest(action string, call rest) (reply, *fault)
	// as is the same client with another key.
	as(accessKeyID, accessKeySecret string) caller
}

// walk goes through the phases and notes every answer.
type walk struct {
	settings
	calls  caller
	report []answer
}

func (w *walk) note(operation string, got reply, problem *fault) map[string]any {
	w.report = append(w.report, answer{Operation: operation, Body: got.body, Typed: got.typed, Error: problem})
	found, _ := got.body.(map[string]any)
	return found
}

func (w *walk) rpc(service, action string, parameters fields) map[string]any {
	got, problem := w.calls.rpc(service, action, parameters)
	return w.note(service+" "+action, got, problem)
}

func (w *walk) cs(action, method, path string, change func(*rest)) map[string]any {
	call := rest{method: method, path: path, parts: map[string]string{"ClusterId": w.ClusterID}}
	if change != nil {
		change(&call)
	}
	got, problem := w.calls.rest(action, call)
	return w.note("cs "+action, got, problem)
}

// ended asks for a task until it has ended; the last answer alone is noted.
func (w *walk) ended(started map[string]any) {
	id, _ := started["task_id"].(string)
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		call := rest{method: "GET", path: "/tasks/[task_id]", parts: map[string]string{"task_id": id}}
		got, problem := w.calls.rest("DescribeTaskInfo", call)
		task, _ := got.body.(map[string]any)
		if problem != nil || task["state"] != "running" || time.Now().After(deadline) {
			w.note("cs DescribeTaskInfo", got, problem)
			return
		}
	}
}

// plain brings a value into the form that JSON gives it.
func plain(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	var result any
	_ = json.Unmarshal(text, &result)
	return result
}
