package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

//go:embed facts/*.json
var factFiles embed.FS

// facts are what is known of one generation of Terway: the fields of its configuration as its source declares them, each with the line
// where it stands, and the limits that its validation names.
type facts struct {
	Generation         string `json:"generation"`
	MostSecurityGroups int    `json:"most security groups"`
	ReclaimsAddresses  bool   `json:"reclaims idle addresses"`
	Fields             []struct {
		Key   string `json:"key"`
		Field string `json:"field"`
		Type  string `json:"type"`
		Tags  string `json:"tags"`
	} `json:"fields"`
}

func readFacts(generation string) (facts, error) {
	var known facts
	text, err := factFiles.ReadFile("facts/" + generation + ".json")
	if err != nil {
		return known, fmt.Errorf("no facts of a generation %q: %w", generation, err)
	}
	return known, json.Unmarshal(text, &known)
}

// Backoff is k8s.io/apimachinery/pkg/util/wait.Backoff, without JSON names, so that the keys are the Go names. It is declared anew, as its
// package would bring an HTTP server with it; exported, as Go decodes into embedded structs of no other kind.
type Backoff struct {
	Duration time.Duration
	Factor   float64
	Jitter   float64
	Steps    int
	Cap      time.Duration
}

// pkg/backoff/backoff.go: those retries with a delay before them.
type extendedBackoff struct {
	InitialDelay time.Duration
	Backoff
}

// types/route/route.go
type route struct {
	Dst string `json:"dst"`
}

// pkg/apis/network.alibabacloud.com/v1beta1/node_types.go
type tagBlockListItem struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// The Go types that the fields have, by the name that the source writes. Secret, IPAMType and ENICapPolicy are strings by another name.
var goTypes = map[string]reflect.Type{
	"string":                             reflect.TypeFor[string](),
	"secret.Secret":                      reflect.TypeFor[string](),
	"types.IPAMType":                     reflect.TypeFor[string](),
	"types.ENICapPolicy":                 reflect.TypeFor[string](),
	"int":                                reflect.TypeFor[int](),
	"bool":                               reflect.TypeFor[bool](),
	"float32":                            reflect.TypeFor[float32](),
	"float64":                            reflect.TypeFor[float64](),
	"*string":                            reflect.TypeFor[*string](),
	"*int":                               reflect.TypeFor[*int](),
	"*bool":                              reflect.TypeFor[*bool](),
	"[]string":                           reflect.TypeFor[[]string](),
	"map[string]string":                  reflect.TypeFor[map[string]string](),
	"map[string]int":                     reflect.TypeFor[map[string]int](),
	"map[string][]string":                reflect.TypeFor[map[string][]string](),
	"map[string]wait.Backoff":            reflect.TypeFor[map[string]Backoff](),
	"map[string]backoff.ExtendedBackoff": reflect.TypeFor[map[string]extendedBackoff](),
	"[]route.Route":                      reflect.TypeFor[[]route](),
	"[]v1beta1.ENITagBlockListItem":      reflect.TypeFor[[]tagBlockListItem](),
}

// configurationType is the struct that the facts describe, made at run time, so that the decoders see what they see in Terway.
func (known facts) configurationType() (reflect.Type, error) {
	fields := make([]reflect.StructField, 0, len(known.Fields))
	for _, row := range known.Fields {
		goType, ok := goTypes[row.Type]
		if !ok {
			return nil, fmt.Errorf("%s has the type %s, which this judge does not know", row.Key, row.Type)
		}
		fields = append(fields, reflect.StructField{Name: row.Field, Type: goType, Tag: reflect.StructTag(fmt.Sprintf("json:%q %s", row.Key, row.Tags))})
	}
	return reflect.StructOf(fields), nil
}
