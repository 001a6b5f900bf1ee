/// The rules about PipeCD files.
let pipecdRules: [RegisteredRule] = []
