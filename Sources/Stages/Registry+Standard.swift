import Diagnostics
public import Pipeline
import Rows

extension Registry {
  /// Every stage of cact, in the order of its help.
  public static let standard = Registry(
    [
      LoadStage(), GatherStage(), DedupStage(), DecontaminateStage(), VerifyStage(), RepairStage(), HoldStage(),
      AppendStage(),
      TakeStage(),
      SampleStage(), WhereStage(), DeriveStage(), SortStage(),
      ShowStage(), ViewStage(), DescribeStage(), CountStage(), ColumnsStage(), CorrelateStage(), PlotStage(),
      ClustersStage(), DroppedStage(), WhyStage(), DiffStage(),
      ScoreStage(), EmbedStage(), SelectStage(),
      PackStage(), TuneStage(), MergeStage(), EvalStage(), LossesStage(), FlipsStage(), GenerateStage(), CompareStage(),
      CurveStage(), OptimizeStage(), PocStage(),
      SaveStage(), ExportStage(), ReportStage(),
    ],
    decoders: [
      RowsValue.storedKind: { try RowsValue.decode($0, $1[ModelLibrary.self]) },
      PacksValue.storedKind: { form, _ in try PacksValue.decode(form) },
      ModelValue.storedKind: { form, _ in try ModelValue.decode(form) },
      ReportValue.storedKind: { form, _ in try ReportValue.decode(form) },
    ],
    settings: SettingDefinition.standard, arithmetic: EngineArithmetic(),
    topics: [ModelHelp.topic, ExpressionHelp.topic, ExpressionHelp.functions] + IdeaHelp.topics,
    review: { ledger, call, settings in try Ledger.checkFailures(ledger, settings, call: call) },
    planNotes: { plan, context in try PlanBill.notes(plan, context) })
}
