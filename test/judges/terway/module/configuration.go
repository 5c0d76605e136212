package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	jsonpatch "github.com/evanphx/json-patch"
	"github.com/go-playground/mold/v4/modifiers"
	"github.com/go-playground/validator/v10"
	kubernetesjson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/sets"
	strictjson "sigs.k8s.io/json"
)

// verdict is what becomes of one eni_conf.
type verdict struct {
	// Failed says at what the daemon gives up, and is empty where it starts: decode, validate or pool.
	Failed string `json:"failed,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Parsed has every field under its JSON key, as it is after decoding.
	Parsed map[string]any `json:"parsed,omitempty"`
	// Effective is the same after the defaults were filled in.
	Effective map[string]any `json:"effective,omitempty"`
	// SecurityGroups are those that an ENI gets, sorted.
	SecurityGroups []string `json:"securityGroups,omitempty"`
	// Ignored are the paths of members that the decoder passes over, Repeated those that stand there twice.
	Ignored  []string `json:"ignored,omitempty"`
	Repeated []string `json:"repeated,omitempty"`
	// ControlPlane says why the control plane refuses what the daemon may accept.
	ControlPlane string `json:"controlPlane,omitempty"`
}

// configuration is a decoded eni_conf.
type configuration struct {
	known facts
	value reflect.Value
}

func (c configuration) text(key string) string {
	return c.field(key).String()
}

func (c configuration) field(key string) reflect.Value {
	for index, row := range c.known.Fields {
		if row.Key == key {
			return c.value.Elem().Field(index)
		}
	}
	return reflect.Value{}
}

func (c configuration) print() map[string]any {
	printed := make(map[string]any, len(c.known.Fields))
	for index, row := range c.known.Fields {
		printed[row.Key] = c.value.Elem().Field(index).Interface()
	}
	// A copy by way of JSON: what is filled in later must not be seen in it.
	copied := make(map[string]any, len(printed))
	text, err := json.Marshal(printed)
	if err == nil {
		err = json.Unmarshal(text, &copied)
	}
	if err != nil {
		return map[string]any{"not printable": err.Error()}
	}
	return copied
}

// decode is types/daemon/config.go, MergeConfigAndUnmarshal: apimachinery's case-sensitive decoder, over an RFC 7396 merge where the
// node has a configuration of its own.
func decode(known facts, shape reflect.Type, text, overlay string) (configuration, error) {
	decoded := configuration{known: known, value: reflect.New(shape)}
	whole := []byte(text)
	if overlay != "" {
		merged, err := jsonpatch.MergePatch(whole, []byte(overlay))
		if err != nil {
			return decoded, err
		}
		whole = merged
	}
	return decoded, kubernetesjson.Unmarshal(whole, decoded.value.Interface())
}

func (c configuration) securityGroups() []string {
	groups := sets.NewString()
	if one := c.text("security_group"); one != "" {
		groups.Insert(one)
	}
	groups.Insert(c.field("security_groups").Interface().([]string)...)
	return groups.List()
}

// populate is Populate of the same file.
func (c configuration) populate() {
	setIfZero := func(key string, value any) {
		if field := c.field(key); field.IsValid() && field.IsZero() {
			field.Set(reflect.ValueOf(value))
		}
	}
	setIfZero("eni_cap_ratio", 1.0)
	setIfZero("vswitch_selection_policy", "random")
	setIfZero("ip_stack", "ipv4")
	if !c.known.ReclaimsAddresses {
		return
	}
	enabled, interval, jitter := true, "10m", "0.1"
	setIfZero("enable_patch_pod_ips", &enabled)
	setIfZero("idle_ip_reclaim_interval", &interval)
	setIfZero("idle_ip_reclaim_jitter_factor", &jitter)
	if size := c.field("idle_ip_reclaim_batch_size"); size.Int() <= 0 {
		size.SetInt(5)
	}
}

// validate is Validate of the same file: the list is counted as it is written, without security_group.
func (c configuration) validate() error {
	switch stack := c.text("ip_stack"); stack {
	case "", "ipv4", "dual":
	default:
		return fmt.Errorf("ip_stack %q", stack)
	}
	if count := c.field("security_groups").Len(); count > c.known.MostSecurityGroups {
		return fmt.Errorf("%d security groups in the list", count)
	}
	return nil
}

// pool is what daemon/config.go, getPoolConfig, still parses when the daemon starts.
func (c configuration) pool() error {
	if !c.known.ReclaimsAddresses {
		return nil
	}
	for _, key := range []string{"idle_ip_reclaim_interval", "idle_ip_reclaim_after"} {
		if period, ok := c.field(key).Interface().(*string); ok && period != nil {
			if _, err := time.ParseDuration(*period); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
		}
	}
	if factor, ok := c.field("idle_ip_reclaim_jitter_factor").Interface().(*string); ok && factor != nil {
		if _, err := strconv.ParseFloat(*factor, 64); err != nil {
			return fmt.Errorf("idle_ip_reclaim_jitter_factor: %w", err)
		}
	}
	return nil
}

// controlPlane is types/daemon/dynamicconfig.go, ConfigFromConfigMap, once the text is decoded.
func (c configuration) controlPlane() error {
	if err := modifiers.New().Struct(context.Background(), c.value.Interface()); err != nil {
		return err
	}
	if err := validator.New().Struct(c.value.Interface()); err != nil {
		return err
	}
	if count := len(c.securityGroups()); count > c.known.MostSecurityGroups {
		return fmt.Errorf("%d security groups in all", count)
	}
	return nil
}

// judge says what Terway makes of a text, with the configuration of a node laid over it where there is one.
func judge(known facts, shape reflect.Type, text, overlay string) verdict {
	decoded, err := decode(known, shape, text, overlay)
	if err != nil {
		return verdict{Failed: "decode", Reason: err.Error()}
	}
	result := verdict{Parsed: decoded.print()}
	result.Ignored, result.Repeated = passedOver(shape, text)

	seen, _ := decode(known, shape, text, overlay)
	if err := seen.controlPlane(); err != nil {
		result.ControlPlane = err.Error()
	}

	decoded.populate()
	result.Effective = decoded.print()
	result.SecurityGroups = decoded.securityGroups()
	if err := decoded.validate(); err != nil {
		result.Failed, result.Reason = "validate", err.Error()
	} else if err := decoded.pool(); err != nil {
		result.Failed, result.Reason = "pool", err.Error()
	}
	return result
}

// passedOver asks the decoder itself, in its strict form, what the daemon's decoder passes over in silence.
func passedOver(shape reflect.Type, text string) (ignored, repeated []string) {
	complaints, err := strictjson.UnmarshalStrict([]byte(text), reflect.New(shape).Interface())
	if err != nil {
		return nil, nil
	}
	for _, complaint := range complaints {
		place, ok := complaint.(strictjson.FieldError)
		if !ok {
			continue
		}
		if strings.HasPrefix(complaint.Error(), "duplicate") {
			repeated = append(repeated, place.FieldPath())
		} else {
			ignored = append(ignored, place.FieldPath())
		}
	}
	return ignored, repeated
}
