"""Checks the files of deploy/ with the programs they are for. Each check is also shown a fault."""

import json
import pathlib
import re
import shutil

import yaml
from kubernetes_validate import utils as kubernetes
from tools import DEPLOY, KALENDS, ROOT, need, run

# Exposure of the unit by `systemd-analyze security`: 0 means no permissions, 10 all.
MAX_EXPOSURE = 2.0
KUBERNETES = ["1.31", "1.37"]
YAML_RULES = (
    "{extends: default, rules: {line-length: {max: 132}, document-start: disable, truthy: {check-keys: false}, "
    "comments: {require-starting-space: false, min-spaces-from-content: 1}, braces: {max-spaces-inside: 0}}}"
)


def judge(check, work):
    both(check, "hadolint", DEPLOY / "container/Containerfile", ("USER 65532:65532", "USER 65532:65532\nRUN cd /tmp && sudo id"), work,
         lambda path: run("hadolint", path))
    both(check, "yamllint", DEPLOY / "container/compose.yaml", ("name: kalends", "name: kalends\nname: twice"), work,
         lambda path: run("yamllint", "-d", YAML_RULES, path))
    for path in [*DEPLOY.rglob("*.yaml"), *DEPLOY.rglob("*.yml")]:
        done = run("yamllint", "-d", YAML_RULES, path)
        check(f"yamllint: {path.relative_to(ROOT)}", done.ok, done.text)
    schema = lambda name: lambda path: run("check-jsonschema", "--builtin-schema", name, path)
    both(check, "the Compose specification's schema", DEPLOY / "container/compose.yaml", ("cap_drop:", "cap_dropped:"), work,
         schema("vendor.compose-spec"))
    both(check, "docker-compose config", DEPLOY / "container/compose.yaml", ("condition: service_healthy", "condition: healthy"), work,
         lambda path: compose_config(path, work))
    both(check, "GitLab's schema", DEPLOY / "ci/gitlab-ci.yml", ("\n  script:\n", "\n  scripts:\n"), work, schema("vendor.gitlab-ci"))
    both(check, "GitHub's schema", DEPLOY / "ci/github-actions.yml", ("runs-on:", "run-on:"), work, schema("vendor.github-workflows"))
    both(check, "actionlint", DEPLOY / "ci/github-actions.yml", ("github.base_ref", "github.base"), work, lambda path: run("actionlint", path))
    both(check, "caddy (compose)", DEPLOY / "container/Caddyfile", ("compression off", "compress off"), work,
         lambda path: run("caddy", "validate", "--adapter", "caddyfile", "--config", path, env=caddy_environment(work)))
    both(check, "caddy", DEPLOY / "caddy/Caddyfile", ("handle_errors", "handle_error"), work,
         lambda path: run("caddy", "validate", "--adapter", "caddyfile", "--config", path, env=caddy_environment(work)))
    for path in [DEPLOY / "caddy/Caddyfile", DEPLOY / "container/Caddyfile"]:
        check(f"caddy fmt: {path.relative_to(ROOT)}", need("caddy", "fmt", path) == path.read_text())
    compose(check)
    image(check, work)
    manifests(check, work)


def both(check, judge, path, fault, work, ask):
    """The file passes, and a copy with that fault fails."""
    done = ask(path)
    check(f"{judge}: {path.relative_to(ROOT)}", done.ok, done.text)
    faulty = work / "faulty" / path.name
    faulty.parent.mkdir(exist_ok=True)
    text = path.read_text()
    assert fault[0] in text, fault
    faulty.write_text(text.replace(*fault, 1))
    check(f"{judge} sees a fault", not ask(faulty).ok)


def caddy_environment(work):
    home = work / "caddy-home"
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "CALENDAR_HOST": "a.example"}


def units(check):
    """Runs after the package is installed: the units name its program."""
    for unit in ["kalends.service", "kalends.socket"]:
        done = run("systemd-analyze", "verify", f"/usr/lib/systemd/system/{unit}")
        check(f"systemd-analyze verify: {unit}", done.ok and not done.text, done.text)
    path = DEPLOY / "systemd/kalends.service"
    threshold = f"--threshold={int(MAX_EXPOSURE * 10)}"
    done = run("systemd-analyze", "security", "--offline=true", threshold, "--no-pager", path)
    exposure = re.search(r"exposure level for kalends.service: ([\d.]+)", done.text)
    check("systemd-analyze security", done.ok and exposure and float(exposure[1]) < MAX_EXPOSURE, done.text[-300:])
    return exposure[1] if exposure else "?"


def units_with_faults(check, work):
    text = (DEPLOY / "systemd/kalends.service").read_text()
    faulty = work / "kalends.service"
    faulty.write_text(text.replace("ExecStart=/usr/bin/kalends", "ExecStart=/usr/bin/calends"))
    check("systemd-analyze verify sees a fault", not run("systemd-analyze", "verify", faulty).ok)
    open_doors = re.sub(r"(?m)^(Protect|Restrict|Private|Capability|SystemCall|NoNew|IPAddress|User).*\n", "", text)
    faulty.write_text(open_doors)
    done = run("systemd-analyze", "security", "--offline=true", f"--threshold={int(MAX_EXPOSURE * 10)}", faulty)
    check("systemd-analyze security sees a fault", not done.ok)


def compose_config(path, work):
    """Debian's docker-compose predates `name:`, which is left out for it."""
    known = work / "compose-without-name.yaml"
    known.write_text(re.sub(r"(?m)^name: .*\n", "", path.read_text()))
    return run("docker-compose", "--file", known, "config", env={"PATH": "/usr/bin:/bin", "CALENDAR_HOST": "a.example"})


def compose(check):
    """Hardening is checked in the merged file; the schema does not cover it."""
    services = yaml.safe_load((DEPLOY / "container/compose.yaml").read_text())["services"]
    for name, service in services.items():
        hard = service["read_only"] and service["cap_drop"] == ["ALL"] and "no-new-privileges:true" in service["security_opt"]
        check(f"compose: {name} may do little", hard)
    check("compose: Kalends has no port of its own and no way out", "ports" not in services["kalends"])


def image(check, work):
    """The files not in .dockerignore are a complete package for Cargo."""
    context = work / "context"
    context.mkdir()
    kept = [line[1:] for line in (DEPLOY / "container/Containerfile.dockerignore").read_text().splitlines() if line.startswith("!")]
    for name in kept:
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, context / name)
    def targets():
        told = json.loads(need("cargo", "metadata", "--locked", "--no-deps", "--format-version", "1", cwd=context))
        there = [target for target in told["packages"][0]["targets"] if pathlib.Path(target["src_path"]).exists()]
        return {target["kind"][0] for target in there}
    check("the image's build context has library, program and benches", targets() == {"lib", "bin", "bench"}, str(targets()))
    (context / "src/main.rs").unlink()
    check("an incomplete one is detected", "bin" not in targets())
    # Files embedded in sources: `include_str!("../../name/…")`, also inside `concat!`.
    lines = run("grep", "-rhoE", r'include_(str|bytes)!\((concat!\()?"(\.\./)+[^"]+', ROOT / "src").text.splitlines()
    embedded = {line.rsplit("../", 1)[1] for line in lines}
    present = tuple([*kept, *(path.name for path in (ROOT / "src").iterdir())])
    beyond = {path for path in embedded if not path.startswith(present)}
    check("no source needs a file beyond it", "locales/" in embedded and not beyond, str(beyond))


def rendered(kustomization):
    return list(yaml.safe_load_all(need("kubectl", "kustomize", kustomization)))


def manifests(check, work):
    for variant in ["base", "git-sync"]:
        documents = rendered(DEPLOY / "kubernetes" / variant)
        for version in KUBERNETES:
            for document in documents:
                check(f"Kubernetes {version}: {variant} {document['kind']} {document['metadata']['name']}", *valid(document, version))
        kubernetes_sense(check, variant, documents)
    deployment = one(documents, "Deployment")
    deployment["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
    check("the schemas see an unknown field", not valid(deployment, KUBERNETES[0])[0])
    broken = work / "broken"
    shutil.copytree(DEPLOY / "kubernetes", broken)
    (broken / "base/schedules/autumn-school.lock").unlink()
    check("kustomize sees a missing record", not run("kubectl", "kustomize", broken / "base").ok)
    done = run(KALENDS, "check", "--locked", DEPLOY / "kubernetes/base/schedules")
    check("the example of the config map can be served with --locked", done.ok, done.text)


def valid(document, version):
    try:
        kubernetes.validate(document, version, strict=True)
    except Exception as error:  # Each kind of fault has a class of its own.
        return False, str(error)[:500]
    return True, ""


def one(documents, kind):
    return next(document for document in documents if document["kind"] == kind)


def kubernetes_sense(check, variant, documents):
    """Checks beyond schemas: the parts match each other, and Pod Security's `restricted` holds."""
    say = lambda what: f"{variant}: {what}"
    kinds = {document["kind"] for document in documents}
    deployment = one(documents, "Deployment")
    pod, labels = deployment["spec"]["template"]["spec"], deployment["spec"]["template"]["metadata"]["labels"]
    selectors = [document["spec"]["selector"] for document in documents if document["kind"] == "Service"]
    selectors += [one(documents, kind)["spec"][key]["matchLabels"] for kind, key in [
        ("Deployment", "selector"), ("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector")]]
    selectors += [constraint["labelSelector"]["matchLabels"] for constraint in pod["topologySpreadConstraints"]]
    check(say("all selectors select the pods"), all(chosen and chosen.items() <= labels.items() for chosen in selectors))
    containers = pod["containers"] + pod.get("initContainers", [])
    ports = {port["name"] for container in containers for port in container.get("ports", [])}
    asked = {port["targetPort"] for document in documents if document["kind"] == "Service" for port in document["spec"]["ports"]}
    check(say("services ask for ports there are"), asked <= ports, f"{asked} {ports}")
    service = one(documents, "Ingress")["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    check(say("the ingress leads to the service"), service["name"] == "kalends" and service["port"]["name"] == "http")
    check(say("three replicas at least"), one(documents, "HorizontalPodAutoscaler")["spec"]["minReplicas"] >= 3 and "replicas" not in deployment["spec"])
    check(say("never fewer than before"), deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0)
    context = pod["securityContext"]
    check(say("not root, default seccomp"), context["runAsNonRoot"] and context["runAsUser"] > 0 and context["seccompProfile"]["type"] == "RuntimeDefault")
    for container in containers:
        own = container["securityContext"]
        hard = own["readOnlyRootFilesystem"] and not own["allowPrivilegeEscalation"] and own["capabilities"] == {"drop": ["ALL"]}
        check(say(f"{container['name']} may do little"), hard and container["resources"].keys() == {"requests", "limits"})
    env = environment(deployment)
    drain, stop = int(env["KALENDS_DRAIN_DELAY"]), int(env["KALENDS_STOP_TIMEOUT"])
    ready = pod["containers"][0]["readinessProbe"]
    check(say("readiness is seen to end before accepting does"), ready["periodSeconds"] * ready["failureThreshold"] < drain)
    check(say("there is time to stop"), drain + stop < pod["terminationGracePeriodSeconds"])
    volumes = {volume["name"] for volume in pod["volumes"]}
    mounted = {mount["name"] for container in containers for mount in container["volumeMounts"]}
    check(say("volumes are mounted, and no others"), volumes == mounted, f"{volumes} {mounted}")
    if variant == "base":
        name = one(documents, "ConfigMap")["metadata"]["name"]
        check(say("the config map is the volume's"), pod["volumes"][0]["configMap"]["name"] == name != "schedules")
    else:
        check(say("no config map is left"), "ConfigMap" not in kinds)


def environment(deployment):
    return {entry["name"]: entry["value"] for entry in deployment["spec"]["template"]["spec"]["containers"][0]["env"]}
