package dev.mekiki.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between the parts, as the design draws them. */
class ArchitectureTests {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.mekiki");
    private static final List<String> STAGES = List.of("plan", "run", "journal", "analysis", "select");
    private static final List<String> PLUGINS = List.of("engines", "suites", "datasets", "license", "reports", "bench",
            "load", "telemetry");

    @Test
    void classes_of_every_part_were_found() {
        for (String part : concat(List.of("domain", "port", "cli", "jinja"), concat(STAGES, PLUGINS))) {
            assertThat(PRODUCT.stream().filter(type -> type.getPackageName().startsWith("dev.mekiki." + part)).count())
                    .as(part)
                    .isGreaterThan(2);
        }
    }

    @Test
    void domain_knows_nothing_but_the_jdk() {
        classes().that().resideInAPackage("dev.mekiki.domain..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.mekiki.domain..", "java..", "org.jspecify..").check(PRODUCT);
    }

    @Test
    void ports_know_only_the_domain() {
        classes().that().resideInAPackage("dev.mekiki.port..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.mekiki.port..", "dev.mekiki.domain..", "java..", "org.jspecify..")
                .check(PRODUCT);
    }

    @Test
    void stages_do_not_know_each_other() {
        for (String stage : STAGES) {
            String[] others = concat(STAGES.stream().filter(other -> !other.equals(stage)).toList(),
                    concat(PLUGINS, List.of("cli", "jinja")))
                    .stream().map(other -> "dev.mekiki." + other + "..").toArray(String[]::new);
            noClasses().that().resideInAPackage("dev.mekiki." + stage + "..").should().dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(PRODUCT);
        }
    }

    @Test
    void plugins_know_only_core_and_the_template_language() {
        for (String plugin : PLUGINS) {
            String[] others = concat(PLUGINS.stream().filter(other -> !other.equals(plugin)).toList(),
                    concat(STAGES, List.of("cli"))).stream()
                    .map(other -> "dev.mekiki." + other + "..").toArray(String[]::new);
            noClasses().that().resideInAPackage("dev.mekiki." + plugin + "..").should().dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(PRODUCT);
        }
    }

    @Test
    void the_template_language_depends_on_nothing() {
        classes().that().resideInAPackage("dev.mekiki.jinja..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.mekiki.jinja..", "java..", "org.jspecify..").check(PRODUCT);
    }

    @Test
    void libraries_stay_where_they_belong() {
        only("freemarker..", "reports");
        only("org.jfree..", "reports");
        only("org.apache.batik..", "reports");
        only("picocli..", "cli");
        only("com.github.tjake..", "engines");
        only("ai.djl..", "engines");
        only("org.openjdk.jmh..", "bench");
        only("org.cyclonedx..", "license");
        only("io.netty..", "load");
    }

    private static void only(String library, String part) {
        noClasses().that().resideOutsideOfPackage("dev.mekiki." + part + "..").should().dependOnClassesThat()
                .resideInAPackage(library)
                .check(PRODUCT);
    }

    @Test
    void there_are_no_cycles() {
        slices().matching("dev.mekiki.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    /** The keeper of servers is a process of its own, which tells its parent on standard error what it sees. */
    private static final DescribedPredicate<JavaClass> NO_PROGRAM = DescribedPredicate
            .not(JavaClass.Predicates.simpleName("Keeper"));

    @Test
    void nobody_writes_to_the_standard_streams() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(PRODUCT.that(NO_PROGRAM));
    }

    @Test
    void only_main_ends_the_process() {
        noClasses().that().doNotHaveSimpleName("Main").and().doNotHaveSimpleName("Pipeline").should()
                .callMethod(System.class, "exit", int.class).orShould().callMethod(Runtime.class, "halt", int.class)
                .check(PRODUCT.that(NO_PROGRAM));
    }

    private static <T> List<T> concat(List<T> a, List<T> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }
}
