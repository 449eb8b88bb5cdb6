package dev.mekiki.cli;

import dev.mekiki.analysis.Analyst;
import dev.mekiki.bench.JmhBenchmark;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Suite;
import dev.mekiki.load.NettyLoad;
import dev.mekiki.plan.Planner;
import dev.mekiki.port.AnswerCache;
import dev.mekiki.port.CandidateInspector;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Extractor;
import dev.mekiki.port.LoadGenerator;
import dev.mekiki.port.MachineMonitor;
import dev.mekiki.port.Metric;
import dev.mekiki.port.MetricProvider;
import dev.mekiki.port.Registry;
import dev.mekiki.port.ReportWriter;
import dev.mekiki.port.SuiteProvider;
import dev.mekiki.port.Workplace;
import dev.mekiki.run.Runner;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The stages, put together from what {@link ServiceLoader} finds. */
final class Stages {
    private Stages() {}

    static Planner planner() {
        return new Planner(Registry.load(EngineProvider.class), suiteProviders(), metrics(), extractor());
    }

    static Runner runner(Optional<AnswerCache> cache, Workplace workplace) {
        return new Runner(Registry.load(EngineProvider.class), inspector(), Optional.of(jmh()), InstantSource.system(),
                MekikiCommand.Version.current(), cache, Optional.of(network()),
                workplace, ServiceLoader.load(MachineMonitor.class).findFirst());
    }

    /** Its own error is measured by a second process, which ends with this one. */
    private static LoadGenerator network() {
        return new NettyLoad(new Calibrations(1));
    }

    static Analyst analyst() {
        return new Analyst(metrics(), extractor());
    }

    static JmhBenchmark jmh() {
        return new JmhBenchmark();
    }

    static Registry<Metric> metrics() {
        return Registry.of(ServiceLoader.load(MetricProvider.class).stream()
                .flatMap(each -> each.get().metrics().stream()).toList());
    }

    static Extractor extractor() {
        return ServiceLoader.load(Extractor.class).findFirst()
                .orElseThrow(() -> new IllegalStateException("no extractor is installed"));
    }

    /** Of files alone. */
    static Optional<CandidateInspector> files() {
        return ServiceLoader.load(CandidateInspector.class).findFirst();
    }

    /** With what an engine's tokenizer tells. */
    static Optional<CandidateInspector> inspector() {
        return files()
                .map(files -> new TokenizedInspector(files, Registry.load(EngineProvider.class)));
    }

    static Registry<ReportWriter> writers() {
        return Registry.load(ReportWriter.class);
    }

    private static List<SuiteProvider> suiteProviders() {
        return ServiceLoader.load(SuiteProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    static List<String> shippedSuites() {
        return suiteProviders().stream().flatMap(provider -> provider.shipped().stream()).sorted().toList();
    }

    /** A shipped suite by name, or a user's own by path. */
    static Suite suite(String reference) throws InvalidInput, Failure {
        for (SuiteProvider provider : suiteProviders()) {
            Optional<Suite> suite = provider.read(reference, Path.of("").toAbsolutePath());
            if (suite.isPresent()) {
                return suite.get();
            }
        }
        throw CatalogueCommand.unknown("suite", reference, shippedSuites());
    }
}
