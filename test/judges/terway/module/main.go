// The judge of what terway-config writes: it decodes documents with the libraries that Terway decodes them with, into the fields that
// Terway declares, by the rules that Terway validates by. Each document on the standard input gives one line with its verdict.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

type document struct {
	// Kind is eni_conf or 10-terway.conf.
	Kind string `json:"kind"`
	Text string `json:"text"`
	// Overlay is the eni_conf of a node's own ConfigMap.
	Overlay string `json:"overlay"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("usage: terway-judge GENERATION < DOCUMENTS")
	}
	known, err := readFacts(arguments[0])
	if err != nil {
		return err
	}
	shape, err := known.configurationType()
	if err != nil {
		return err
	}
	documents, verdicts := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var each document
		if err := documents.Decode(&each); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var answer any = judge(known, shape, each.Text, each.Overlay)
		if each.Kind == "10-terway.conf" {
			answer = judgeNetwork(each.Text)
		}
		if err := verdicts.Encode(answer); err != nil {
			return err
		}
	}
}
