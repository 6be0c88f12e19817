public import Diagnostics

/// Codes of the binder (C02), the checker (C03) and the executor (C05); the long forms are in `PipelineCodes`.
public enum Codes {
  public static let missingArgument: Diagnostic.Code = "C0202"
  public static let unknownStage: Diagnostic.Code = "C0203"
  public static let unexpectedArgument: Diagnostic.Code = "C0204"
  public static let missingValue: Diagnostic.Code = "C0205"
  public static let wrongKind: Diagnostic.Code = "C0206"
  public static let outOfRange: Diagnostic.Code = "C0207"
  public static let unknownChoice: Diagnostic.Code = "C0208"
  public static let givenTwice: Diagnostic.Code = "C0209"
  public static let unknownName: Diagnostic.Code = "C0210"
  public static let unknownScalar: Diagnostic.Code = "C0211"
  public static let unknownSetting: Diagnostic.Code = "C0212"
  public static let reservedName: Diagnostic.Code = "C0213"
  public static let noCell: Diagnostic.Code = "C0214"
  public static let use: Diagnostic.Code = "C0215"
  public static let nameTakesNothing: Diagnostic.Code = "C0217"
  public static let unknownTopic: Diagnostic.Code = "C0218"
  public static let parameter: Diagnostic.Code = "C0221"
  public static let settingStands: Diagnostic.Code = "C0222"
  public static let unknownParameter: Diagnostic.Code = "C0223"
  public static let formerName: Diagnostic.Code = "C0224"

  public static let wrongInput: Diagnostic.Code = "C0301"
  public static let columnOfStage: Diagnostic.Code = "C0302"
  public static let unknownColumn: Diagnostic.Code = "C0303"
  public static let unknownFunction: Diagnostic.Code = "C0304"
  public static let functionArguments: Diagnostic.Code = "C0305"
  public static let expressionType: Diagnostic.Code = "C0306"
  public static let badPattern: Diagnostic.Code = "C0307"
  public static let wrongValueType: Diagnostic.Code = "C0308"

  public static let stageFailed: Diagnostic.Code = "C0501"
  public static let inputsChanged: Diagnostic.Code = "C0502"
  public static let storeDamaged: Diagnostic.Code = "C0503"

  /// Every code of this module, for the test that each has a long form.
  package static let all: [Diagnostic.Code] = [
    missingArgument, unknownStage, unexpectedArgument, missingValue, wrongKind, outOfRange, unknownChoice,
    givenTwice, unknownName, unknownScalar, unknownSetting, reservedName, noCell, use, nameTakesNothing,
    unknownTopic, parameter, settingStands, unknownParameter, formerName, wrongInput, columnOfStage, unknownColumn,
    unknownFunction, functionArguments, expressionType, badPattern, wrongValueType, stageFailed, inputsChanged,
    storeDamaged,
  ]
}
