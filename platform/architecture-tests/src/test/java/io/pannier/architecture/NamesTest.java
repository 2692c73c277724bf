package io.pannier.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pannier.messages.Addresses;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** How things are called, read from classes where they are on the class path, else from sources. */
class NamesTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.pannier");

  private static final Pattern HOLDS_TESTS =
      Pattern.compile(
          "(?m)^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|Example)\\b");
  private static final Pattern TEST_NAME =
      Pattern.compile("[A-Z]\\w*(PropertyTest|ContractTest|Test|IT|Benchmark)\\.java");

  @Test
  void aClassIsNamedByWhatItIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Helper|Helpers|Util|Utils|Manager)")
        .because("an implementation is named by what differs")
        .check(PRODUCTION);
  }

  @Test
  void whatIsDeployedIsCalledVerticle() {
    classes()
        .that()
        .areAssignableTo(io.vertx.core.VerticleBase.class)
        .should()
        .haveSimpleNameEndingWith("Verticle")
        .allowEmptyShould(true)
        .check(PRODUCTION);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith(NullMarked.class)
        .check(PRODUCTION);
    List<Path> without = new ArrayList<>();
    for (Path folder : packageFolders()) {
      Path info = folder.resolve("package-info.java");
      if (!Files.exists(info) || !Repository.read(info).contains("@NullMarked")) {
        without.add(Repository.root().relativize(folder));
      }
    }
    assertThat(without).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  private static Set<Path> packageFolders() {
    Set<Path> folders = new TreeSet<>();
    for (Path file : Repository.sources(".java")) {
      Path parent = file.getParent();
      if (parent != null && !file.toString().contains("/resources/")) {
        folders.add(parent);
      }
    }
    return folders;
  }

  /**
   * Surefire and Failsafe pick tests by name: one with another name would silently not run, unless
   * a test beside it starts it, in a JVM of its own.
   */
  @Test
  void aTestHasANameThatIsRun() {
    List<Path> misnamed = new ArrayList<>();
    for (Path file : Repository.sources(".java")) {
      boolean abstractBase =
          Pattern.compile("(?m)^(public )?(abstract class|interface) ")
              .matcher(Repository.read(file))
              .find();
      if (HOLDS_TESTS.matcher(Repository.read(file)).find()
          && !abstractBase
          && !isNamedAsATest(file)
          && !isStartedByATest(file)) {
        misnamed.add(Repository.root().relativize(file));
      }
    }
    assertThat(misnamed).as("tests that no plugin would run").isEmpty();
  }

  private static boolean isNamedAsATest(Path file) {
    return TEST_NAME.matcher(file.getFileName().toString()).matches();
  }

  private static boolean isStartedByATest(Path file) {
    String literal = file.getFileName().toString().replace(".java", ".class.getName()");
    return Repository.sources(".java").stream()
        .filter(
            other -> Objects.equals(other.getParent(), file.getParent()) && isNamedAsATest(other))
        .anyMatch(other -> Repository.read(other).contains(literal));
  }

  @Test
  void aTestNameHoldsTests() {
    List<Path> empty = new ArrayList<>();
    for (Path file : Repository.sources("Test.java")) {
      String source = Repository.read(file);
      if (!HOLDS_TESTS.matcher(source).find() && !source.contains(" extends ")) {
        empty.add(Repository.root().relativize(file));
      }
    }
    assertThat(empty).as("files named like a test that hold none").isEmpty();
  }

  @Test
  void busAddressesAreUniqueAndSayStageNounHappenedAndVersion() throws IllegalAccessException {
    List<String> addresses = new ArrayList<>();
    for (Field field : Addresses.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType() == String.class) {
        addresses.add((String) field.get(null));
      }
    }
    assertThat(addresses)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allMatch(address -> address.matches("[a-z]+\\.[a-z]+\\.[a-z]+\\.v[0-9]+"));
    assertThat(Addresses.offerRequested(3)).matches("[a-z]+\\.[a-z]+\\.[a-z]+\\.v[0-9]+\\.3");
  }

  @Test
  void nobodySpellsABusAddressAgain() {
    List<String> repeated = new ArrayList<>();
    Pattern literal = Pattern.compile("\"[a-z]+\\.[a-z]+\\.[a-z]+\\.v[0-9]+[.\"]");
    for (Path file : Repository.sources(".java")) {
      if (!file.endsWith("Addresses.java")
          && file.toString().contains("/src/main/")
          && literal.matcher(Repository.read(file)).find()) {
        repeated.add(file.getFileName().toString());
      }
    }
    assertThat(repeated).as("files with a bus address of their own").isEmpty();
  }
}
