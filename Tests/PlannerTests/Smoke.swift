import Testing

@Suite struct PlannerSmoke {
}
