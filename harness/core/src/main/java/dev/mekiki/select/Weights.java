package dev.mekiki.select;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.DirichletSampler;
import org.apache.commons.rng.simple.RandomSource;

/** How much the ranking depends on the policy's weights, at the measured values. */
final class Weights {
    private static final long SEED = 20_260_102L;

    private Weights() {}

    /**
     * Each contender's share of all weightings, drawn uniformly, in which its utility is the highest: the first rank's acceptability of
     * SMAA-2 (Lahdelma and Salminen 2001). All contenders need a value for every criterion.
     */
    static double[] acceptability(List<Contender> contenders) {
        int criteria = contenders.getFirst().utilities().size();
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
        DirichletSampler sampler = DirichletSampler.symmetric(random, criteria, 1);
        double[] won = new double[contenders.size()];
        for (int draw = 0; draw < Worlds.DRAWS; draw++) {
            double[] weights = sampler.sample();
            double[] utilities = new double[contenders.size()];
            for (int i = 0; i < utilities.length; i++) {
                for (int criterion = 0; criterion < criteria; criterion++) {
                    utilities[i] += weights[criterion]
                            * contenders.get(i).utilities().get(criterion).value().orElseThrow();
                }
            }
            Worlds.award(utilities, won);
        }
        return Worlds.shares(won);
    }

    /** A criterion's share of all weights. */
    static double share(Contender contender, int criterion) {
        double total = contender.utilities().stream().mapToDouble(utility -> utility.criterion().weight()).sum();
        return contender.utilities().get(criterion).criterion().weight() / total;
    }

    /**
     * The share of weights at which two contenders are level, the other criteria keeping their proportions; absent where there is none
     * between 0 and 1.
     */
    static OptionalDouble level(Contender a, Contender b, int criterion) {
        double share = share(a, criterion);
        if (share >= 1) {
            return OptionalDouble.empty();
        }
        double own = a.utilities().get(criterion).value().orElseThrow()
                - b.utilities().get(criterion).value().orElseThrow();
        double all = a.utility().orElseThrow() - b.utility().orElseThrow();
        double others = (all - share * own) / (1 - share);
        double level = others / (others - own);
        return others != own && level > 0 && level < 1 ? OptionalDouble.of(level) : OptionalDouble.empty();
    }
}
