// The judge whose words are Terway's own: laid into a checkout of Terway by `go build -overlay`, it decodes and validates with that
// checkout's types/daemon, where the configuration stands since 2023. Populate is left out: old ones ask the metadata service of the machine.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/AliyunContainerService/terway/types/daemon"
)

type document struct {
	Text    string `json:"text"`
	Overlay string `json:"overlay"`
}

type verdict struct {
	Failed         string         `json:"failed,omitempty"`
	Reason         string         `json:"reason,omitempty"`
	Parsed         map[string]any `json:"parsed,omitempty"`
	SecurityGroups []string       `json:"securityGroups,omitempty"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	documents, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	if len(arguments) == 1 && arguments[0] == "fields" {
		return answers.Encode(fields())
	}
	for {
		var each document
		if err := documents.Decode(&each); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := answers.Encode(judge(each)); err != nil {
			return err
		}
	}
}

func judge(each document) verdict {
	configuration, err := daemon.MergeConfigAndUnmarshal([]byte(each.Overlay), []byte(each.Text))
	if err != nil {
		return verdict{Failed: "decode", Reason: err.Error()}
	}
	answer := verdict{Parsed: print(reflect.ValueOf(configuration).Elem()), SecurityGroups: configuration.GetSecurityGroups()}
	if err := configuration.Validate(); err != nil {
		answer.Failed, answer.Reason = "validate", err.Error()
	}
	return answer
}

// fields are the JSON keys of the configuration with the Go types behind them.
func fields() map[string]string {
	declared := map[string]string{}
	shape := reflect.TypeFor[daemon.Config]()
	for index := range shape.NumField() {
		if key := keyOf(shape.Field(index)); key != "-" {
			declared[key] = shape.Field(index).Type.String()
		}
	}
	return declared
}

func keyOf(field reflect.StructField) string {
	key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return key
}

func print(configuration reflect.Value) map[string]any {
	printed := map[string]any{}
	for index := range configuration.NumField() {
		key, value := keyOf(configuration.Type().Field(index)), configuration.Field(index)
		if key == "-" {
			continue
		}
		if value.Kind() == reflect.String {
			printed[key] = value.String() // a secret prints as asterisks otherwise
		} else {
			printed[key] = value.Interface()
		}
	}
	return printed
}
