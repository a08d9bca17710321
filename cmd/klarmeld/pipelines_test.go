package main

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"klarmeld/internal/official"
)

const pipelines = "../../examples/ci"

// pipeline is an example of a vendor's pipeline: what it is held against, and how its host
// runs it.
type pipeline struct {
	file   string
	schema []string // how check-jsonschema knows the host's published schema
	shell  []string // what the host gives a script to
	jobs   func(t *testing.T, raw []byte) map[string]job
	broken [2]string // what the schema must refuse: this, changed into that
}

// job is what a host does of one job, in its order.
type job struct {
	env     map[string]string
	scripts []string
	fine    []int    // exit codes that are not 0, and do not fail the job
	shown   []string // files and folders that the host publishes
}

var allPipelines = []pipeline{
	{file: "github-actions.yml", jobs: githubJobs, shell: []string{"bash", "-e"}, broken: [2]string{"runs-on", "runs-in"},
		schema: []string{"--builtin-schema", "vendor.github-workflows"}},
	{file: "gitlab-ci.yml", jobs: gitlabJobs, shell: []string{"bash", "-eo", "pipefail"}, broken: [2]string{"when: always", "when: alway"},
		schema: []string{"--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"}},
	// Azure's schema has patterns that are none by Unicode's rules.
	{file: "azure-pipelines.yml", jobs: azureJobs, shell: []string{"bash"}, broken: [2]string{"displayName: Get", "name of it: Get"},
		schema: []string{"--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines", "--regex-variant", "nonunicode"}},
}

// TestPipelinesAgainstSchemas: the examples are what their hosts' published schemas ask
// for, and the schemas refuse what is not.
func TestPipelinesAgainstSchemas(t *testing.T) {
	official.Program(t, "check-jsonschema", "check-jsonschema")
	t.Parallel()
	for _, p := range allPipelines {
		t.Run(p.file, func(t *testing.T) {
			t.Parallel()
			raw := ofPipelines(t, p.file)
			if out, err := againstSchema(t, p, raw); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			if out, err := againstSchema(t, p, changed(t, raw, p.broken[0], p.broken[1])); err == nil {
				t.Errorf("the schema takes %q: %s", p.broken[1], out)
			}
		})
	}
}

func againstSchema(t *testing.T, p pipeline, raw string) ([]byte, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), p.file)
	if err := os.WriteFile(file, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	return exec.Command("check-jsonschema", append(slices.Clone(p.schema), file)...).CombinedOutput()
}

// TestPipelines: the scripts of each example fetch klarmeld, judge messages and run the
// test against an adapter; they fail as they should, and leave what the host publishes.
func TestPipelines(t *testing.T) {
	adapter := runsScripts(t)
	t.Parallel()
	for _, p := range allPipelines {
		raw := ofPipelines(t, p.file)
		for _, c := range []struct {
			name, jobs string   // the job of Azure has both
			messages   []string // what the vendor's own tests have written
			fails      string   // in the script with this; "": nothing fails
		}{
			{"clean", "messages", []string{"god.xml"}, ""},
			{"remarks", "messages", []string{"titler.xml"}, ""},
			{"errors", "messages", []string{"god.xml", "forkert.xml"}, "check"},
			{"system", "system klarmeld", []string{"god.xml"}, "run"},
		} {
			for name, j := range p.jobs(t, []byte(raw)) {
				if !slices.Contains(strings.Fields(c.jobs), name) {
					continue
				}
				t.Run(p.file+"/"+c.name, func(t *testing.T) {
					t.Parallel()
					failed, problems := p.run(t, j, adapter, c.messages)
					if len(problems) > 0 || (c.fails == "") != (failed == "") || !strings.Contains(failed, c.fails) {
						t.Errorf("failed: %q, want %q; %s", failed, c.fails, strings.Join(problems, "\n"))
					}
				})
			}
		}
	}
}

// TestPipelinesAreTried: an example is found out that has a flag that is not there,
// publishes what nobody writes, or takes another archive than it was told.
func TestPipelinesAreTried(t *testing.T) {
	adapter := runsScripts(t)
	t.Parallel()
	for _, p := range allPipelines {
		for _, c := range [][3]string{
			{"system klarmeld", "--profile", "--profil"},
			{"system klarmeld", "rapport.sarif.json", "rapport.sarif"},
			{"system klarmeld", "rapport.junit.xml", "junit.xml"},
			{"system klarmeld", `"$KLARMELD_SHA256  `, `"0$KLARMELD_SHA256  `},
			{"messages", "--sarif", "--sariff"},
		} {
			raw := ofPipelines(t, p.file)
			if !strings.Contains(raw, c[1]) {
				continue
			}
			for name, j := range p.jobs(t, []byte(changed(t, raw, c[1], c[2]))) {
				if !slices.Contains(strings.Fields(c[0]), name) {
					continue
				}
				t.Run(p.file+"/"+c[2], func(t *testing.T) {
					t.Parallel()
					if _, problems := p.run(t, j, adapter, []string{"god.xml"}); len(problems) == 0 {
						t.Errorf("nobody sees that %s is %s", c[1], c[2])
					}
				})
			}
		}
	}
}

// runsScripts skips what a machine without the hosts' own tools cannot do, and returns
// the program of the vendor's adapter.
func runsScripts(t *testing.T) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("skipped: the pipelines' machines run Linux")
	}
	official.Program(t, "curl", "bash", "curl", "sha256sum", "tar", "gzip")
	return goAdapter(t).Path
}

// run plays a job in a folder as the host does, and says in which script it ended as a
// failure and what is amiss with it besides. Scripts after a failure run too: publishing does.
func (p pipeline) run(t *testing.T, j job, adapter string, messages []string) (failed string, problems []string) {
	t.Helper()
	dir := t.TempDir()
	env := append(checkedOut(t, dir, adapter, messages), "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"))
	for name, value := range j.env {
		if name != "KLARMELD_URL" && name != "KLARMELD_SHA256" { // the release is the test's
			env = append(env, name+"="+value)
		}
	}
	for _, script := range j.scripts {
		cmd := exec.Command(p.shell[0], append(slices.Clone(p.shell[1:]), "-c", script)...)
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		code := cmd.ProcessState.ExitCode()
		if code == 0 || slices.Contains(j.fine, code) {
			continue
		}
		failed += script
		if code != 20 { // the verdict's own
			problems = append(problems, fmt.Sprintf("%v of %s\n%s", err, script, out))
		}
	}
	for _, name := range j.shown {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			problems = append(problems, fmt.Sprintf("%s is published, and is not there: %v", name, err))
		}
	}
	return failed, problems
}

// checkedOut fills a folder with what the vendor's has: the profile, messages, and a system
// that runs; and returns the environment in which its release is found.
func checkedOut(t *testing.T, dir, adapter string, messages []string) []string {
	t.Helper()
	services := freeAddress(t)
	url := startAdapter(t, exec.Command(adapter, "127.0.0.1:0"), services)
	here := strings.NewReplacer("http://127.0.0.1:9000/handling", url, "127.0.0.1:8470", services, "frist: 30s", "frist: 1s")
	profile := here.Replace(ofPipelines(t, "klarmeld.yaml"))
	files := map[string]string{"klarmeld.yaml": profile, "start-system": "#!/bin/sh\n"}
	good, err := os.ReadFile("testdata/messages/god.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range messages {
		raw, err := os.ReadFile(filepath.Join("testdata/messages", name))
		if name == "forkert.xml" {
			raw, err = []byte(changed(t, string(good), "2026-", "26-")), nil
		}
		if err != nil {
			t.Fatal(err)
		}
		files["beskeder/"+name] = string(raw)
	}
	// An image runs the same program: what stands behind its name is klarmeld's.
	tools := t.TempDir()
	docker := "#!/bin/sh\nwhile [ \"$1\" != \"$KLARMELD_IMAGE\" ]; do shift; done\nshift\nexec klarmeld \"$@\"\n"
	if err := os.WriteFile(filepath.Join(tools, "docker"), []byte(docker), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	archive := released(t)
	raw, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	return append(os.Environ(), "PATH="+tools+":"+os.Getenv("PATH"), "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1",
		"KLARMELD_URL=file://"+archive, "KLARMELD_SHA256="+hex.EncodeToString(sum[:]))
}

// released is an archive as a release has it, with a klarmeld that is this one.
func released(t *testing.T) string {
	t.Helper()
	at := filepath.Join(t.TempDir(), "klarmeld.tar.gz")
	f, err := os.Create(at)
	if err != nil {
		t.Fatal(err)
	}
	packed := gzip.NewWriter(f)
	to := tar.NewWriter(packed)
	start := "#!/bin/sh\nexec klarmeld \"$@\"\n"
	if err := to.WriteHeader(&tar.Header{Name: "klarmeld_0.1.0_linux_amd64/klarmeld", Mode: 0o755, Size: int64(len(start))}); err != nil {
		t.Fatal(err)
	}
	if _, err := to.Write([]byte(start)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []interface{ Close() error }{to, packed, f} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return at
}

func ofPipelines(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(pipelines, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// changed is a text with a change that it has room for.
func changed(t *testing.T, text, from, to string) string {
	t.Helper()
	if !strings.Contains(text, from) {
		t.Fatalf("there is no %q", from)
	}
	return strings.ReplaceAll(text, from, to)
}

func read(t *testing.T, raw []byte, into any) {
	t.Helper()
	if err := yaml.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// githubJobs are the jobs of a workflow.
func githubJobs(t *testing.T, raw []byte) map[string]job {
	var doc struct {
		Env  map[string]string
		Jobs map[string]struct {
			Steps []struct {
				Run, Uses string
				With      map[string]string
			}
		}
	}
	read(t, raw, &doc)
	out := map[string]job{}
	for name, of := range doc.Jobs {
		j := job{env: doc.Env}
		for _, s := range of.Steps {
			if s.Run != "" {
				j.scripts = append(j.scripts, s.Run)
			}
			for _, at := range []string{s.With["sarif_file"], s.With["path"]} {
				if at != "" {
					j.shown = append(j.shown, at)
				}
			}
		}
		out[name] = j
	}
	return out
}

// gitlabJobs are the jobs of a pipeline, each with what it extends. A job is one script.
func gitlabJobs(t *testing.T, raw []byte) map[string]job {
	type gitlabJob struct {
		Before       []string `yaml:"before_script"`
		Script       []string
		AllowFailure struct {
			Codes int `yaml:"exit_codes"`
		} `yaml:"allow_failure"`
		Artifacts struct {
			Paths   []string
			Reports map[string]string
		}
	}
	var doc struct {
		Variables        map[string]string
		Common           gitlabJob `yaml:".klarmeld"`
		Messages, System gitlabJob
	}
	read(t, raw, &doc)
	out := map[string]job{}
	for name, of := range map[string]gitlabJob{"messages": doc.Messages, "system": doc.System} {
		j := job{env: doc.Variables, fine: []int{doc.Common.AllowFailure.Codes}, shown: of.Artifacts.Paths}
		j.scripts = []string{strings.Join(slices.Concat(doc.Common.Before, of.Script), "\n")}
		for _, at := range of.Artifacts.Reports {
			j.shown = append(j.shown, at)
		}
		out[name] = j
	}
	return out
}

// azureJobs are the jobs of a pipeline.
func azureJobs(t *testing.T, raw []byte) map[string]job {
	var doc struct {
		Variables map[string]string
		Jobs      []struct {
			Job   string
			Steps []struct {
				Bash, Publish string
				Inputs        map[string]string
			}
		}
	}
	read(t, raw, &doc)
	out := map[string]job{}
	for _, of := range doc.Jobs {
		j := job{env: doc.Variables}
		for _, s := range of.Steps {
			if s.Bash != "" {
				j.scripts = append(j.scripts, s.Bash)
			}
			for _, at := range []string{s.Publish, s.Inputs["testResultsFiles"]} {
				if at != "" {
					j.shown = append(j.shown, at)
				}
			}
		}
		out[of.Job] = j
	}
	return out
}
