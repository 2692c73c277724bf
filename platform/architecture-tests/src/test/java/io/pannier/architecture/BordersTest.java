package io.pannier.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see whom. The flow has one direction only because these rules hold. */
class BordersTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.pannier");

  private static final List<String> STAGES =
      List.of("ingestion", "feature", "scoring", "optimizer", "delivery");

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(PRODUCTION);
  }

  private static String packageOf(String room) {
    return "io.pannier." + room + "..";
  }

  /** Without this the other rules could pass on nothing. */
  @Test
  void everyRoomIsOnTheClassPath() {
    Set<String> rooms =
        PRODUCTION.stream()
            .map(
                c ->
                    c.getPackageName().split("\\.").length > 2
                        ? c.getPackageName().split("\\.")[2]
                        : "")
            .collect(Collectors.toSet());
    assertThat(rooms)
        .containsAll(STAGES)
        .contains(
            "spi",
            "messages",
            "store",
            "text",
            "pluginhost",
            "gateway",
            "console",
            "laboratory",
            "plugins",
            "kernels",
            "app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingestion", "feature", "scoring", "optimizer", "delivery"})
  void aStageSeesMessagesAndTheRoomsBelowItAndNoOtherStage(String stage) {
    check(
        classes()
            .that()
            .resideInAPackage(packageOf(stage))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAnyPackage("io.pannier.."))
                    .or(
                        resideInAnyPackage(
                            packageOf(stage),
                            packageOf("spi"),
                            packageOf("messages"),
                            packageOf("store"),
                            packageOf("pluginhost"))))
            .because("stages talk by messages only; Topology alone knows them all"));
  }

  @Test
  void theGatewayKnowsNoStage() {
    check(
        classes()
            .that()
            .resideInAPackage(packageOf("gateway"))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAnyPackage("io.pannier.."))
                    .or(
                        resideInAnyPackage(
                            packageOf("gateway"), packageOf("spi"), packageOf("messages"))))
            .because("protocols end at the door and stages begin behind it"));
  }

  @Test
  void theConsoleKnowsNoStageAndNoStrategy() {
    check(
        classes()
            .that()
            .resideInAPackage(packageOf("console"))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAnyPackage("io.pannier.."))
                    .or(
                        resideInAnyPackage(
                            packageOf("console"),
                            packageOf("spi"),
                            packageOf("messages"),
                            packageOf("store"),
                            packageOf("gateway"),
                            packageOf("laboratory"))))
            .because(
                "it reads and writes what the store keeps and asks the flow as the gateway does;"
                    + " what runs strategies comes through its ports"));
  }

  @Test
  void theContractForStrategiesDependsOnNothing() {
    check(
        classes()
            .that()
            .resideInAPackage("io.pannier.spi")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("io.pannier.spi", "java..", "org.jspecify.annotations")));
  }

  @Test
  void aPluginSeesTheContractAndTheKernelsAlone() {
    check(
        classes()
            .that()
            .resideInAPackage("io.pannier.plugins..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "io.pannier.plugins..",
                    "io.pannier.spi",
                    "io.pannier.kernels.api..",
                    "java..",
                    "org.jspecify.annotations")));
  }

  @Test
  void pluginsDoNotSeeEachOther() {
    slices()
        .matching("io.pannier.plugins.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(PRODUCTION);
  }

  @Test
  void noPlatformClassSeesAPlugin() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.pannier.plugins..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pannier.plugins..")
            .because("a strategy comes from a zip through the plugin host"));
  }

  @Test
  void messagesKnowTheContractOnly() {
    check(
        classes()
            .that()
            .resideInAPackage(packageOf("messages"))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAnyPackage("io.pannier.."))
                    .or(resideInAnyPackage(packageOf("messages"), packageOf("spi")))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"store", "laboratory"})
  void aRoomBelowTheStagesSeesMessagesAndTheContractOnly(String room) {
    check(
        classes()
            .that()
            .resideInAPackage(packageOf(room))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAnyPackage("io.pannier.."))
                    .or(
                        resideInAnyPackage(
                            packageOf(room), packageOf("spi"), packageOf("messages"))))
            .because(
                "the laboratory speaks to an installation by HTTP and WebSocket, like a shop"));
  }

  @Test
  void thePluginHostSeesTheContractAndItsTestsOnly() {
    check(
        classes()
            .that()
            .resideInAPackage(packageOf("pluginhost"))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAnyPackage("io.pannier.."))
                    .or(
                        resideInAnyPackage(
                            packageOf("pluginhost"), packageOf("spi"), packageOf("spitestkit"))))
            .because("a plugin is verified by its contract tests before it enters"));
  }

  @Test
  void theKernelsDependOnTheContractOnly() {
    check(
        classes()
            .that()
            .resideInAPackage("io.pannier.kernels.api")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "io.pannier.kernels.api",
                    "io.pannier.spi",
                    "java..",
                    "org.jspecify.annotations")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "simd", "cuda", "model"})
  void aBackendSeesNoOtherBackend(String room) {
    check(
        classes()
            .that()
            .resideInAPackage(packageOf("kernels." + room))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAnyPackage("io.pannier.."))
                    .or(
                        resideInAnyPackage(
                            packageOf("kernels." + room),
                            packageOf("kernels.api"),
                            packageOf("spi"))))
            .because("a backend is chosen by KernelSelector, on what it can run"));
  }

  @Test
  void thePlatformKnowsNoBackend() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.pannier.kernels..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                packageOf("kernels.scalar"), packageOf("kernels.simd"), packageOf("kernels.cuda")));
  }

  @Test
  void noPeerIsOnTheServingClassPath() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(packageOf("learning"), packageOf("text"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "org.bytedeco..")
            .because(
                "PyTorch and ONNX Runtime are measured beside our kernels, never scored with"));
  }

  @Test
  void theTextRoomSeesItsModelsRuntimeTheStoreAndMessages() {
    check(
        classes()
            .that()
            .resideInAPackage(packageOf("text"))
            .should()
            .onlyDependOnClassesThat(
                not(resideInAnyPackage("io.pannier..", "ai.djl..", "org.bytedeco.."))
                    .or(
                        resideInAnyPackage(
                            packageOf("text"),
                            packageOf("spi"),
                            packageOf("messages"),
                            packageOf("store"),
                            "ai.djl.huggingface.tokenizers..")))
            .because("a pre-trained encoder runs behind the import, on texts alone"));
  }

  @Test
  void whatServesNeverSeesWhatTrains() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(packageOf("learning"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(packageOf("learning"))
            .because("a trainer is found by the service loader where it is on the class path"));
  }

  @Test
  void theVectorApiIsSeenByTheSimdKernelsAlone() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.pannier.kernels.simd..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector.."));
  }

  @Test
  void jcudaIsSeenByTheCudaKernelsAlone() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.pannier.kernels.cuda..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jcuda.."));
  }

  @Test
  void pf4jIsSeenByThePluginHostAlone() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.pannier.pluginhost..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pf4j.."));
  }

  @Test
  void sqlIsSpokenByTheStoreAlone() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.pannier.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql.."));
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.pannier.(**)").should().beFreeOfCycles().check(PRODUCTION);
  }
}
