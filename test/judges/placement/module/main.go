// Says by Kubernetes' own code which nodes a pod's node selector and required node affinity select. Reads questions and
// writes answers, one JSON document a line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
)

type question struct {
	NodeSelector map[string]string    `json:"nodeSelector"`
	NodeAffinity *corev1.NodeAffinity `json:"nodeAffinity"`
	Nodes        []struct {
		Name   string            `json:"name"`
		Labels map[string]string `json:"labels"`
	} `json:"nodes"`
}

type answer struct {
	// The nodes that are selected, in their order.
	Selected []string `json:"selected"`
	// What can't be parsed; such a term selects nothing, and the others still do.
	Problems []string `json:"problems"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 0, 64*1024), 64*1024*1024)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		text, err := json.Marshal(judge(asked))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		out.Write(append(text, '\n'))
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(asked question) answer {
	pod := &corev1.Pod{Spec: corev1.PodSpec{NodeSelector: asked.NodeSelector}}
	if asked.NodeAffinity != nil {
		pod.Spec.Affinity = &corev1.Affinity{NodeAffinity: asked.NodeAffinity}
	}
	required := nodeaffinity.GetRequiredNodeAffinity(pod)
	found := answer{Selected: []string{}, Problems: []string{}}
	for _, each := range asked.Nodes {
		matches, err := required.Match(&corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: each.Name, Labels: each.Labels}})
		if err != nil && len(found.Problems) == 0 {
			found.Problems = append(found.Problems, err.Error())
		}
		if matches {
			found.Selected = append(found.Selected, each.Name)
		}
	}
	return found
}
