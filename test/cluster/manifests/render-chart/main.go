// Renders templates of a Helm chart with the engine of Helm itself, and prints them as YAML documents.
//
//	render-chart FOLDER NAMESPACE KUBERNETES_VERSION TEMPLATE...
//
// The values are the chart's own.
package main

import (
	"fmt"
	"os"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

func main() {
	if err := render(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func render(arguments []string) error {
	if len(arguments) < 4 {
		return fmt.Errorf("usage: render-chart FOLDER NAMESPACE KUBERNETES_VERSION TEMPLATE...")
	}
	folder, namespace, version, templates := arguments[0], arguments[1], arguments[2], arguments[3:]
	chart, err := loader.Load(folder)
	if err != nil {
		return err
	}
	capabilities := chartutil.DefaultCapabilities.Copy()
	parsed, err := chartutil.ParseKubeVersion(version)
	if err != nil {
		return err
	}
	capabilities.KubeVersion = *parsed
	release := chartutil.ReleaseOptions{Name: chart.Name(), Namespace: namespace, Revision: 1, IsInstall: true}
	values, err := chartutil.ToRenderValues(chart, map[string]interface{}{}, release, capabilities)
	if err != nil {
		return err
	}
	rendered, err := engine.Render(chart, values)
	if err != nil {
		return err
	}
	for _, template := range templates {
		text, found := rendered[chart.Name()+"/templates/"+template]
		if !found {
			return fmt.Errorf("the chart %s has no template %s", chart.Name(), template)
		}
		fmt.Printf("---\n%s\n", text)
	}
	return nil
}
