package main

import (
	"encoding/json"
	"errors"
	"net"
	"reflect"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	acserrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/responses"
)

// classic signs by HMAC-SHA1, as the SDK behind the vendor's command-line client does, and reads answers into that SDK's structs.
type classic struct{ settings }

func newClassic(wanted settings) caller { return classic{wanted} }

func (c classic) as(accessKeyID, accessKeySecret string) caller {
	c.AccessKeyID, c.AccessKeySecret = accessKeyID, accessKeySecret
	return c
}

func (c classic) rpc(service, action string, parameters fields) (reply, *fault) {
	request, response := typedRPC(service, action)
	if request == nil {
		return reply{}, &fault{Kind: "no such operation", Message: action}
	}
	value := reflect.ValueOf(request).Elem()
	for name, given := range parameters {
		// The region is no field of a request's own: the client fills it in, unless it is there.
		if region, isText := given.(string); name == "RegionId" && isText {
			request.GetQueryParams()[name] = region
		} else if !assign(value, name, given) {
			return reply{}, &fault{Kind: "no such field", Message: name}
		}
	}
	return c.send(service, request, response)
}

func (c classic) rest(action string, call rest) (reply, *fault) {
	request, response := typedREST(action)
	content, err := json.Marshal(call.body)
	if err != nil {
		return reply{}, &fault{Kind: "client", Message: err.Error()}
	}
	if request == nil {
		// This SDK is older than the operation: the call is made by its core, as the command-line client would with --force.
		common := requests.NewCommonRequest()
		common.Product, common.Version, common.ApiName = "CS", versions["cs"], action
		common.PathPattern, common.Method, common.PathParams, common.QueryParams = call.path, call.method, call.parts, call.query
		if common.QueryParams == nil {
			common.QueryParams = map[string]string{}
		}
		if call.body != nil {
			common.SetContent(content)
			common.Headers["Content-Type"] = requests.Json
		}
		common.TransToAcsRequest()
		return c.send("cs", common, responses.NewCommonResponse())
	}
	value := reflect.ValueOf(request).Elem()
	for name, given := range call.parts {
		assign(value, name, given)
	}
	for name, given := range call.query {
		if !assign(value, name, given) {
			request.GetQueryParams()[name] = given
		}
	}
	if call.body != nil {
		request.SetContent(content)
		request.GetHeaders()["Content-Type"] = requests.Json
	}
	return c.send("cs", request, response)
}

func (c classic) send(service string, request requests.AcsRequest, response responses.AcsResponse) (reply, *fault) {
	client, err := sdk.NewClientWithOptions(c.Region, sdk.NewConfig().WithScheme("HTTP").WithAutoRetry(false), credentials.NewAccessKeyCredential(c.AccessKeyID, c.AccessKeySecret))
	if err != nil {
		return reply{}, &fault{Kind: "client", Message: err.Error()}
	}
	host, port, err := net.SplitHostPort(c.Endpoints[service])
	if err != nil {
		return reply{}, &fault{Kind: "client", Message: err.Error()}
	}
	request.SetDomain(host)
	setPort(request, port)
	if err := client.DoAction(request, response); err != nil {
		return reply{}, classicFault(err)
	}
	var body any
	if text := response.GetHttpContentBytes(); len(text) > 0 {
		if err := json.Unmarshal(text, &body); err != nil {
			return reply{}, &fault{Kind: "no JSON", Message: err.Error()}
		}
	}
	if _, isCommon := response.(*responses.CommonResponse); isCommon {
		return reply{body: body}, nil
	}
	return reply{body: body, typed: plain(response)}, nil
}

// setPort sets the field that every request has and that no method sets.
func setPort(request requests.AcsRequest, port string) {
	value := reflect.ValueOf(request).Elem()
	if common, ok := request.(*requests.CommonRequest); ok {
		common.Port = port
		value = reflect.ValueOf(common.Ontology).Elem()
	}
	value.FieldByName("Port").SetString(port)
}

// assign sets the field whose tag has this name on the wire.
func assign(target reflect.Value, name string, given any) bool {
	if given == nil {
		return true
	}
	for index := 0; index < target.NumField(); index++ {
		if target.Type().Field(index).Tag.Get("name") != name {
			continue
		}
		field := target.Field(index)
		switch value := given.(type) {
		case string:
			field.SetString(value)
		case []string:
			field.Set(reflect.ValueOf(&value))
		case []fields:
			list := reflect.MakeSlice(field.Type().Elem(), len(value), len(value))
			for position, entry := range value {
				for inner, part := range entry {
					if !assign(list.Index(position), inner, part) {
						return false
					}
				}
			}
			pointer := reflect.New(list.Type())
			pointer.Elem().Set(list)
			field.Set(pointer)
		default:
			return false
		}
		return true
	}
	return false
}

func classicFault(err error) *fault {
	var server *acserrors.ServerError
	if errors.As(err, &server) {
		return &fault{
			Kind: "ServerError", Status: server.HttpStatus(), Code: server.ErrorCode(), Message: server.Message(), RequestID: server.RequestId(),
			HostID: server.HostId(), Recommend: server.Recommend(), Detail: len(server.AccessDeniedDetail()) > 0,
		}
	}
	var client *acserrors.ClientError
	if errors.As(err, &client) {
		return &fault{Kind: "ClientError", Code: client.ErrorCode(), Message: client.Error()}
	}
	return &fault{Kind: "unknown", Message: err.Error()}
}
