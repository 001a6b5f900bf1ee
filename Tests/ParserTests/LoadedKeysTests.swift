import Diagnostics
import IR
import Parser
import Testing

/// Every key that a runner reads is in the IR: all texts that begin with `v_`, and all numbers of six digits.
@Suite struct LoadedKeysTests {
  private static let head = """
    name: v_name
    depends_on: [v_dep]
    clone: {disable: false, depth: 444444, retries: 555555, skip_verify: true, trace: true}
    platform: {os: v_os, arch: v_arch, variant: v_var, version: v_pver}
    node: {v_node: v_nodev}
    concurrency: {limit: 666666}
    workspace: {base: v_wb, path: v_wp}
    trigger: {branch: v_tbr, status: v_tst}
    """

  private static let step = """
      environment: {E1: v_env, E2: {from_secret: v_envsec}}
      commands: [v_cmd]
      depends_on: [clone]
      detach: true
      failure: v_fail
      when:
        {branch: v_br, event: {include: [v_ev], exclude: [v_evx]}, action: v_act, cron: v_cron, instance: v_inst,
        paths: v_paths, ref: v_ref, repo: v_repo, status: v_stat, target: v_targ}
      shell: v_shell
    """

  private static let container = """
      image: v_img
      command: [v_command]
      entrypoint: [v_entry]
      settings: {s: v_set, t: {from_secret: v_setsec}}
      pull: v_pull
      privileged: true
      user: v_user
      working_dir: v_wd
      volumes: [{name: v_mname, path: v_mpath}]
      devices: [{name: v_dname, path: v_dpath}]
      dns: [v_dns]
      dns_search: [v_dnss]
      extra_hosts: [v_eh]
      network_mode: v_nm
      mem_limit: 111111
      memswap_limit: 222222
      shm_size: 333333
    """

  private static let folders = """
    volumes: [{name: v_v1, temp: {medium: v_med, size_limit: 777777}}, {name: v_v2, host: {path: v_hp}}]
    image_pull_secrets: [v_ips]
    services:
    - name: v_svc
      image: v_svcimg
    """

  private static let files: [(type: String, text: String)] = [
    ("docker", "environment: {P: v_penv}\n\(folders)\nsteps:\n- name: v_step\n\(step)\n\(container)\n"),
    ("exec", "steps:\n- name: v_step\n\(step)\n"),
    (
      "ssh",
      "server: {host: v_host, user: {from_secret: v_suser}, password: {from_secret: v_pw}, ssh_key: v_key}\n"
        + "steps:\n- name: v_step\n\(step)\n"
    ),
    (
      "digitalocean",
      "token: {from_secret: v_tok}\nserver: {image: v_simg, region: v_reg, size: v_size, user: v_su}\n"
        + "steps:\n- name: v_step\n\(step)\n"
    ),
    (
      "macstadium",
      "settings: {image: v_mimg, cpu: 888888}\nenvironment: {P: v_penv}\n"
        + "steps:\n- name: v_step\n  working_dir: v_wd\n\(step)\n"
    ),
    (
      "vm",
      "pool: {use: v_pool}\nenvironment: {P: v_penv}\n\(folders)\n"
        + "steps:\n- name: v_step\n  port_bindings: {v_pb: v_pbv}\n\(step)\n\(container)\n"
    ),
    (
      "kubernetes",
      """
      metadata: {namespace: v_ns, annotations: {a: v_ann}, labels: {l: v_lab}}
      node_name: v_nn
      node_selector: {v_nsk: v_nsv}
      service_account_name: v_san
      tolerations: [{key: v_tk, operator: v_to, effect: v_te, value: v_tv, tolerationseconds: 999999}]
      dns_config: {nameservers: [v_nsrv], searches: [v_srch], options: [{name: v_on, value: v_ov}]}
      host_aliases: [{ip: v_ip, hostnames: [v_hn]}]
      resources: {requests: {cpu: 121212, memory: 131313}}
      environment: {P: v_penv}
      volumes:
      - {name: v_v1, temp: {medium: v_med, size_limit: 777777}}
      - {name: v_v3, claim: {name: v_cl, read_only: true}}
      - {name: v_v4, config_map: {name: v_cm, default_mode: 141414, optional: true}}
      - {name: v_v5, secret: {name: v_sec, default_mode: 151515, optional: true}}
      steps:
      - name: v_step
        resources: {limits: {cpu: 161616, memory: 171717}}
        group: 181818
        volumes: [{name: v_mname, path: v_mpath, sub_path: v_sp}]

      """ + step + "\n"
    ),
  ]

  @Test(arguments: files.map(\.type)) func areInTheIR(_ type: String) throws {
    let file = try #require(Self.files.first { $0.type == type })
    let text = "kind: pipeline\ntype: \(type)\n\(Self.head)\n\(file.text)"
    let source = Source(name: "test.yml", text: text)
    var program = DroneLoader.load(source) { _ in nil }
    program.problems = []
    program.findings = []
    let json = String(decoding: program.json(SourceSet([source])), as: UTF8.self)
    let markers = text.matches(of: /v_[a-z0-9]+|[0-9]{6}/).map { String($0.output) }
    #expect(markers.count > 30)
    let words = Set(json.matches(of: /[A-Za-z0-9_]+/).map { String($0.output) })
    #expect(markers.filter { !words.contains($0) } == [])
  }
}
