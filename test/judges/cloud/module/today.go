package main

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	openapiutil "github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	"github.com/alibabacloud-go/tea/dara"
	"github.com/alibabacloud-go/tea/tea"
)

var versions = map[string]string{"ecs": "2014-05-26", "vpc": "2016-04-28", "ram": "2015-05-01", "cs": "2015-12-15"}

// today signs by ACS3-HMAC-SHA256, as the vendor's present SDKs do, over the core that they share.
type today struct{ settings }

func newToday(wanted settings) caller { return today{wanted} }

func (t today) as(accessKeyID, accessKeySecret string) caller {
	t.AccessKeyID, t.AccessKeySecret = accessKeyID, accessKeySecret
	return t
}

func (t today) rpc(service, action string, parameters fields) (reply, *fault) {
	return t.call(service, &openapiutil.Params{
		Action: tea.String(action), Version: tea.String(versions[service]), Protocol: tea.String("HTTP"), Pathname: tea.String("/"), Method: tea.String("POST"),
		AuthType: tea.String("AK"), Style: tea.String("RPC"), ReqBodyType: tea.String("formData"), BodyType: tea.String("json"),
	}, &openapiutil.OpenApiRequest{Query: openapiutil.Query(parameters)})
}

var part = regexp.MustCompile(`\[(\w+)\]`)

func (t today) rest(action string, call rest) (reply, *fault) {
	path := part.ReplaceAllStringFunc(call.path, func(name string) string { return dara.PercentEncode(call.parts[strings.Trim(name, "[]")]) })
	query := map[string]*string{}
	for name, value := range call.query {
		query[name] = tea.String(value)
	}
	return t.call("cs", &openapiutil.Params{
		Action: tea.String(action), Version: tea.String(versions["cs"]), Protocol: tea.String("HTTP"), Pathname: tea.String(path), Method: tea.String(call.method),
		AuthType: tea.String("AK"), Style: tea.String("ROA"), ReqBodyType: tea.String("json"), BodyType: tea.String("json"),
	}, &openapiutil.OpenApiRequest{Query: query, Body: call.body, Headers: map[string]*string{}})
}

func (t today) call(service string, params *openapiutil.Params, request *openapiutil.OpenApiRequest) (reply, *fault) {
	client, err := openapi.NewClient(&openapiutil.Config{
		AccessKeyId: tea.String(t.AccessKeyID), AccessKeySecret: tea.String(t.AccessKeySecret), Endpoint: tea.String(t.Endpoints[service]),
		RegionId: tea.String(t.Region), Protocol: tea.String("HTTP"),
	})
	if err != nil {
		return reply{}, &fault{Kind: "client", Message: err.Error()}
	}
	result, err := client.CallApi(params, request, &dara.RuntimeOptions{ReadTimeout: tea.Int(30000)})
	if err != nil {
		return reply{}, faultOf(err)
	}
	return reply{body: plain(result["body"])}, nil
}

func faultOf(err error) *fault {
	var server *tea.SDKError
	if !errors.As(err, &server) {
		return &fault{Kind: "unknown", Message: err.Error()}
	}
	// The body, into which the SDK writes the status as well.
	var body map[string]any
	_ = json.Unmarshal([]byte(tea.StringValue(server.Data)), &body)
	text := func(names ...string) string {
		for _, name := range names {
			if found, ok := body[name].(string); ok {
				return found
			}
		}
		return ""
	}
	return &fault{
		Kind: "SDKError", Status: tea.IntValue(server.StatusCode), Code: tea.StringValue(server.Code), Message: tea.StringValue(server.Message),
		RequestID: text("RequestId", "requestId"), HostID: text("HostId"), Recommend: text("Recommend"), Detail: len(server.AccessDeniedDetail) > 0,
	}
}
